import { secondsOf } from "../parameter.ts";

/** @param written "12h" or "2026-03-15T06:00:00Z" @returns epoch ms; `null`: it is neither */
export const untilMsOf = (written: string, nowMs: number): number | null => {
  if (/^[1-9]\d{0,5}[smhd]$/.test(written)) return nowMs + secondsOf(written) * 1000;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(written)) return null;
  const atMs = Date.parse(written);
  return Number.isNaN(atMs) ? null : atMs;
};

import { InvalidArgumentError } from "commander";

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/**
 * "24h", "90m", "7d", "2w": so long ago. Otherwise a day or a time as ISO 8601 writes them, UTC where no zone is given.
 *
 * @returns epoch milliseconds
 * @throws InvalidArgumentError with what would be right
 */
export const parseSince = (text: string, nowMs: number): number => {
  const [, amount, unit] = /^(\d{1,5})([smhdw])$/.exec(text) ?? [];
  if (amount !== undefined) return Math.max(0, nowMs - Number(amount) * unitMs[unit as keyof typeof unitMs]);
  const isZoned = /(Z|[+-]\d\d:\d\d)$/.test(text) || !text.includes("T");
  const atMs = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(text)
    ? Date.parse(isZoned ? text : `${text}Z`)
    : Number.NaN;
  if (Number.isNaN(atMs)) throw new InvalidArgumentError("write 24h, 90m, 7d, or a time such as 2026-03-14T08:00Z.");
  return atMs;
};

import { createHash } from "node:crypto";

const waitSeconds = [5, 10, 20, 60] as const;

/** 5, 10, 20, then 60 s, each up to half as long again; the jitter comes from the run, so that a replay waits as long. */
export const retryWaitSeconds = (run: string, tries: number): number => {
  const base = waitSeconds[Math.min(tries, waitSeconds.length) - 1] ?? waitSeconds[0];
  const digest = createHash("sha256").update(`${run}/${tries}`).digest();
  return Math.ceil(base * (1 + digest.readUInt16BE(0) / 0xffff / 2));
};

/** The kill switch: every function reads it first, and writes nothing while it is on. */
export type Pause = {
  readonly sinceMs: number;
  /** `null`: until somebody resumes. */
  readonly untilMs: number | null;
  readonly run: string;
  readonly by: string;
};

export const isPaused = (pause: Pause | null, nowMs: number): boolean =>
  pause !== null && (pause.untilMs === null || nowMs < pause.untilMs);

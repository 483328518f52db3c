/** A window of time with its own bounds for the task count. */
export type ScheduleConfig = {
  readonly name: string;
  readonly when:
    | { readonly kind: "cron"; readonly cron: string; readonly timeZone: string; readonly durationSeconds: number }
    /** [from, until); `null`: from ever, for ever. */
    | { readonly kind: "between"; readonly fromMs: number | null; readonly untilMs: number | null };
  /** The least tasks in the window; `null`: as without it. */
  readonly minTasks: number | null;
  /** The most tasks in the window; 0 parks the service; `null`: as without it. */
  readonly maxTasks: number | null;
};

/** One step of a step scaling policy; bounds are relative to the alarm's threshold, in the metric's unit. */
export type StepAdjustment = {
  /** `null`: no bound. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Tasks, percent, or a count, by the policy's adjustment type. */
  readonly adjustment: number;
};

export type StepPolicy = {
  readonly adjustmentType: "ChangeInCapacity" | "ExactCapacity" | "PercentChangeInCapacity";
  readonly steps: readonly StepAdjustment[];
  /** Least tasks to scale by, of PercentChangeInCapacity. */
  readonly minAdjustmentMagnitude?: number;
};

/**
 * The capacity that a step scaling policy asks for.
 *
 * Above the threshold a step's lower bound is inclusive and its upper one exclusive, below it the mirror. Percents round:
 * above 1 down, between 0 and 1 to 1, between -1 and 0 to -1, below -1 toward zero.
 *
 * @param capacity current, whole tasks >= 0
 * @returns whole tasks, >= 0; the capacity itself where no step matches
 * @throws never
 * @see AWS Application Auto Scaling user guide, step scaling policies
 */
export const stepCapacity = (policy: StepPolicy, capacity: number, metric: number, threshold: number): number => {
  const step = policy.steps.find((candidate) => matches(candidate, metric - threshold));
  if (step === undefined) return capacity;
  switch (policy.adjustmentType) {
    case "ChangeInCapacity":
      return Math.max(0, capacity + step.adjustment);
    case "ExactCapacity":
      return Math.max(0, step.adjustment);
    case "PercentChangeInCapacity": {
      const change = roundedPercent((capacity * step.adjustment) / 100);
      const least = policy.minAdjustmentMagnitude ?? 0;
      const magnitude = change === 0 ? 0 : Math.max(Math.abs(change), least);
      return Math.max(0, capacity + Math.sign(change) * magnitude);
    }
  }
};

const matches = ({ lower, upper }: StepAdjustment, breach: number): boolean => {
  const least = lower ?? Number.NEGATIVE_INFINITY;
  const most = upper ?? Number.POSITIVE_INFINITY;
  return breach >= 0 ? breach >= least && breach < most : breach > least && breach <= most;
};

const roundedPercent = (change: number): number => {
  if (change === 0) return 0;
  return Math.abs(change) < 1 ? Math.sign(change) : Math.trunc(change);
};

/** A float's dust must not cost a task: 7 tasks x 0.1 / 0.1 is 7, not 8, and 55 is 10 % above 50. */
const dust = 1e-9;

export const isNear = (ratio: number, toleranceRatio: number): boolean => Math.abs(ratio - 1) <= toleranceRatio + dust;

/** @returns whole tasks, >= 0 */
export const roundUp = (tasks: number): number => Math.max(0, Math.ceil(tasks - dust));

/**
 * What a total asks for: so many tasks that each has its share.
 *
 * Within the tolerance around the desired count it asks for what is there. At 0 tasks there is nothing to be near to.
 *
 * @param share the part of the total that one task should have, > 0
 * @param desired the desired count now, >= 0
 * @returns whole tasks >= 0, and the total in shares of what is there
 * @throws never
 */
export const totalAsk = (
  total: number,
  share: number,
  desired: number,
  toleranceRatio: number,
): { readonly tasks: number; readonly ratio: number } => {
  const ratio = total / (share * Math.max(1, desired));
  return { tasks: desired > 0 && isNear(ratio, toleranceRatio) ? desired : roundUp(total / share), ratio };
};

/** The larger of a share of the tasks and a number of tasks. */
export const stepTasksOf = (
  step: { readonly stepPercent: number; readonly stepTasks: number },
  desired: number,
): number => Math.max(step.stepTasks, Math.ceil((desired * step.stepPercent) / 100));

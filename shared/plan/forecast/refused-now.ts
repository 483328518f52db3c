import type { Admission } from "../admit/admit.ts";
import type { Want } from "../demand/want.ts";

/**
 * What was refused of the tasks that are needed now.
 *
 * Nobody is kept from anything who got all of it and was refused only what a forecast asks for: no budget binds because
 * of that, and no gate closes.
 *
 * @param want of the same service
 * @returns the admission itself, or as one without a refusal
 * @throws never
 */
export const refusedNow = (admission: Admission, want: Want | undefined): Admission => {
  const presentTasks = want?.kind === "wants" ? want.presentTasks : undefined;
  if (presentTasks === undefined || admission.tasks < presentTasks) return admission;
  return { kind: "full", name: admission.name, tasks: admission.tasks };
};

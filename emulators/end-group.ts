import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

/** How long it may take to end before it is killed. */
const endWithinMs = 5_000;

/** Ends a process that leads a group, and whatever it started, by the group's id. Never throws where it has ended. */
export const endGroup = async (child: ChildProcess): Promise<void> => {
  if (child.pid === undefined) return;
  const ended =
    child.exitCode !== null || child.signalCode !== null
      ? Promise.resolve()
      : new Promise<void>((resolve) => child.once("exit", () => resolve()));
  signalGroup(child.pid, "SIGTERM");
  await Promise.race([ended, pause(endWithinMs, undefined, { ref: false })]);
  signalGroup(child.pid, "SIGKILL"); // also what is left of the group when its leader has ended
};

/** A group without a process left is what was wanted. */
const signalGroup = (leader: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
};

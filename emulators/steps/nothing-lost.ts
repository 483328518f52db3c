import { expectEqual } from "../expect-equal.ts";
import { readQueue, stackQueues } from "../queues.ts";
import type { Step } from "../step.ts";

/** Every message was taken, none was given up. */
export const nothingLost: Step = {
  name: "nothing lost",
  run: async ({ clients, wait }) => {
    const names = stackQueues.map(([queue]) => queue);
    await wait(
      "empty queues",
      () => Promise.all(names.map(async (name) => waitingIn(await readQueue(clients, name)))),
      (counts) => counts.every((count) => count === 0),
    );
    for (const [, deadLetters] of stackQueues) {
      expectEqual(`messages in ${deadLetters}`, waitingIn(await readQueue(clients, deadLetters)), 0);
    }
    return [`${names.length} queues and their dead-letter queues are empty`];
  },
};

/** Visible, or in somebody's hands; a wake-up for later is none of them. */
const waitingIn = (attributes: Readonly<Record<string, string>>): number =>
  Number(attributes["ApproximateNumberOfMessages"]) + Number(attributes["ApproximateNumberOfMessagesNotVisible"]);

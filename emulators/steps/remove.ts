import { expectEqual } from "../expect-equal.ts";
import { readLeftovers } from "../read-leftovers.ts";
import { runServerless } from "../serverless-command.ts";
import type { Step } from "../step.ts";

/** `serverless remove` leaves nothing of the stack; what a runbook has made at a user's word is the user's. */
export const remove: Step = {
  name: "remove",
  run: async ({ clients, configure, emulators, signal }) => {
    const before = await readLeftovers(clients);
    const configFile = await configure((yaml) => yaml);
    await runServerless("remove", configFile, emulators, signal);
    const after = await readLeftovers(clients);
    const kinds = Object.keys(after);
    expectEqual("what is left", after, Object.fromEntries(kinds.map((kind) => [kind, []])));
    const count = Object.values(before).flat().length;
    return [`${count} resources of ${kinds.length} kinds before, none after: ${kinds.join(", ")}`];
  },
};

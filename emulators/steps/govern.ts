import { order, user } from "../estate/estate-names.ts";
import { readDesired, readTarget } from "../estate/read-ecs.ts";
import { expectEqual } from "../expect-equal.ts";
import type { Step } from "../step.ts";

/**
 * Of 60 connections 8 are PostgreSQL's own, 3 are the margin, 4 somebody else's and 2 what a replacement takes beyond the
 * margin; the other 43 are 8 tasks of 5.
 */
const affordable = 8;

/** A service that target tracking scales: only its ceiling is written. */
export const govern: Step = {
  name: "govern",
  run: async ({ clients, wait }) => {
    const target = await wait(
      "another MaxCapacity of user",
      () => readTarget(clients, user),
      ({ max }) => max !== user.target?.max,
    );
    expectEqual("user's scalable target", [target.min, target.max], [user.target?.min, affordable]);
    expectEqual("user's desired count", await readDesired(clients, user), user.tasks);
    expectEqual("order's MaxCapacity, which is its user's", (await readTarget(clients, order)).max, order.target?.max);
    return [`user: MaxCapacity ${user.target?.max} -> ${affordable}, its desired count is left to target tracking`];
  },
};

import { describe, expect, it } from "@jest/globals";
import { BorrowQueue } from "../../../simulator/world/borrow-queue.ts";

/** Of each second: served, waiting at its end, and what must time out. */
type Second = readonly [served: number, waiting: number, late: number];

describe("a borrow queue", () => {
  type Row = { when: string; timeoutSeconds: number; seconds: readonly Second[] };
  it.each<Row>([
    {
      when: "gives up after its timeout what nobody served",
      timeoutSeconds: 2,
      seconds: [
        [0, 10, 0],
        [0, 10, 0],
        [0, 10, 10],
        [0, 0, 0],
      ],
    },
    {
      when: "serves the oldest first, so that only the rest of a second's entrants is late",
      timeoutSeconds: 2,
      seconds: [
        [0, 10, 0],
        [4, 6, 0],
        [4, 2, 2],
      ],
    },
    {
      when: "counts from each one's own entry",
      timeoutSeconds: 2,
      seconds: [
        [0, 10, 0],
        [0, 15, 0],
        [0, 15, 10],
        [0, 5, 5],
      ],
    },
    {
      when: "forgets who waits elsewhere now",
      timeoutSeconds: 1,
      seconds: [
        [0, 10, 0],
        [0, 0, 0],
        [0, 10, 0],
        [0, 10, 10],
      ],
    },
    { when: "without a timeout waits on", timeoutSeconds: 0, seconds: Array.from({ length: 99 }, () => [0, 10, 0]) },
  ])("$when", ({ timeoutSeconds, seconds }) => {
    const queue = new BorrowQueue(timeoutSeconds);
    const late = seconds.map(([served, waiting], second) => queue.step(second, served, waiting));
    expect(late).toEqual(seconds.map(([, , expected]) => expected));
  });
});

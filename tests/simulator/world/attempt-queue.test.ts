import { describe, expect, it } from "@jest/globals";
import { AttemptQueue } from "../../../simulator/world/attempt-queue.ts";

type Order = "fifo" | "shared";

/** Ten first attempts a second for `seconds`, `capacity` worked off a second. */
function run(order: Order, seconds: number, capacity: number, timeoutSeconds: number) {
  const queue = new AttemptQueue(timeoutSeconds, 1, order);
  const perStage = Float64Array.of(10);
  let answered = 0;
  let timedOut = 0;
  for (let second = 0; second < seconds; second += 1) {
    timedOut += queue.expire(second);
    queue.arrive(second, perStage, 10, 10);
    queue.serve(second, capacity);
    answered += queue.answered[0] as number;
  }
  return { queue, answered, timedOut };
}

describe("what becomes of ten attempts a second", () => {
  type Row = { when: string; order: Order; capacity: number; answered: number; timedOut: number; abandoned: number };
  it.each<Row>([
    {
      when: "enough capacity answers all at once",
      order: "fifo",
      capacity: 12,
      answered: 100,
      timedOut: 0,
      abandoned: 0,
    },
    { when: "the same with shared order", order: "shared", capacity: 12, answered: 100, timedOut: 0, abandoned: 0 },
    {
      when: "no capacity: all but the newest three seconds time out, and their work stays",
      order: "fifo",
      capacity: 0,
      answered: 0,
      timedOut: 70,
      abandoned: 70,
    },
    {
      when: "half the capacity, oldest first: for five seconds it serves in time, then it serves the abandoned",
      order: "fifo",
      capacity: 5,
      answered: 25,
      timedOut: 45,
      abandoned: 20,
    },
  ])("$when", ({ order, capacity, answered, timedOut, abandoned }) => {
    const result = run(order, 10, capacity, 3);
    expect(result.answered).toBeCloseTo(answered, 6);
    expect(result.timedOut).toBeCloseTo(timedOut, 6);
    expect(result.queue.abandoned).toBeCloseTo(abandoned, 6);
  });

  it("overloaded for long, oldest first answers nobody in time and shared order still answers some", () => {
    expect(run("fifo", 200, 8, 10).queue.answered[0]).toBeCloseTo(0, 6);
    expect(run("shared", 200, 8, 10).queue.answered[0]).toBeGreaterThan(1);
  });

  it("keeps stages apart: a quarter of second attempts stays a quarter in what times out", () => {
    const queue = new AttemptQueue(2, 2, "shared");
    queue.arrive(0, Float64Array.of(30, 10), 40, 40);
    queue.serve(0, 20);
    for (const second of [1, 2]) {
      queue.expire(second);
      queue.arrive(second, Float64Array.of(0, 0), 0, 0);
    }
    expect([...queue.timedOut]).toEqual([15, 5]);
  });
});

describe("what is dropped unanswered", () => {
  const queue = (abandoned: boolean): AttemptQueue => {
    const held = new AttemptQueue(2, 2, "fifo");
    held.arrive(0, Float64Array.of(6, 2), 8, 8);
    held.arrive(1, Float64Array.of(10, 0), 10, 10);
    if (abandoned) held.expire(2);
    return held;
  };

  type Row = { when: string; abandoned: boolean; drops: number; dropped: readonly number[]; held: number };
  it.each<Row>([
    { when: "goes oldest first, with its stages", abandoned: false, drops: 12, dropped: [10, 2], held: 6 },
    { when: "is only told to clients that still wait", abandoned: true, drops: 12, dropped: [4, 0], held: 6 },
    { when: "is no more than there is", abandoned: false, drops: 99, dropped: [16, 2], held: 0 },
  ])("$when", ({ abandoned, drops, dropped, held }) => {
    const found = queue(abandoned);
    found.drop(2, drops);
    expect([...found.dropped]).toEqual(dropped);
    expect(found.held).toBe(held);
  });
});

import { describe, expect, it } from "@jest/globals";
import type { PoolSpec } from "../../../simulator/world/spec.ts";
import type { ConnectionAttempts, World } from "../../../simulator/world/world.ts";
import { legalPool, legalWorld, worldAfter } from "./small-world.ts";

/** 50 slots for services. Tasks that find no connections wait. */
const worldOf = (tasks: number, pool: Partial<PoolSpec>): World =>
  worldAfter(5, legalWorld({ initialTasks: tasks, pool: legalPool({ withoutConnections: "wait", ...pool }) }));

type Row = {
  readonly when: string;
  readonly tasks: number;
  readonly pool: Partial<PoolSpec>;
  readonly expected: ConnectionAttempts;
  /** In the end, with the 5 of others. */
  readonly open: number;
};

describe("attempts to connect", () => {
  it.each<Row>([
    {
      when: "pools that fit are attempts, and none is refused",
      tasks: 5,
      pool: { connectionsPerTask: 10 },
      expected: { attempts: 50, refused: 0, firstRefused: null },
      open: 55,
    },
    {
      when: "a pool at a wall without a free slot is refused whole",
      tasks: 6,
      pool: { connectionsPerTask: 10 },
      expected: { attempts: 60, refused: 10, firstRefused: 51 },
      open: 55,
    },
    {
      when: "of a pool that fits in part, what finds a slot is opened before the rest is refused",
      tasks: 5,
      pool: { connectionsPerTask: 12 },
      expected: { attempts: 60, refused: 10, firstRefused: 51 },
      open: 53,
    },
    {
      when: "of two such pools, each finds the slots that the other one has given back",
      tasks: 6,
      pool: { connectionsPerTask: 12 },
      expected: { attempts: 72, refused: 20, firstRefused: 51 },
      open: 53,
    },
    {
      when: "a task that needs only a part of its pool keeps what it found, and the rest is refused twice with the next try",
      tasks: 5,
      pool: { connectionsPerTask: 12, connectionsToStart: 1 },
      expected: { attempts: 70, refused: 20, firstRefused: 51 },
      open: 55,
    },
  ])("$when", ({ tasks, pool, expected, open }) => {
    const world = worldOf(tasks, pool);
    expect(world.attemptsAt("orders")).toEqual(expected);
    expect(world.refusedConnections("shop")).toBe(expected.refused);
    expect(world.connections("orders")).toBe(open);
  });
});

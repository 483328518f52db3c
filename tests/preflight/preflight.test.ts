import { describe, expect, it } from "@jest/globals";
import { type Preflight, type PreflightInput, preflight } from "../../shared/preflight/preflight.ts";

type Row = { readonly when: string; readonly given: PreflightInput; readonly expected: Partial<Preflight> };

const rollout = (changes: Partial<PreflightInput["rollout"]> = {}): PreflightInput["rollout"] => ({
  desiredTasks: 10,
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  startSeconds: 40,
  drainSeconds: 30,
  ...changes,
});

const on = (
  roomConnections: number,
  oldConnectionsPerTask: number,
  newConnectionsPerTask = oldConnectionsPerTask,
): PreflightInput["databases"][number] => ({
  database: "main",
  oldConnectionsPerTask,
  newConnectionsPerTask,
  roomConnections,
});

const peaksOf = ({ databases }: Preflight): readonly number[] =>
  databases.map(({ peakConnections }) => peakConnections);

describe("preflight", () => {
  it.each<Row>([
    {
      when: "ten tasks of 19 at 200 % need 380 of 237, as in the published rolling deployment",
      given: { rollout: rollout(), stoppingTasks: 0, databases: [on(237, 19)] },
      expected: {
        kind: "exceeds",
        fits: [
          { kind: "maximum-percent", maximumPercent: 115, minimumHealthyPercent: 100 },
          { kind: "pool", database: "main", newConnectionsPerTask: 4 },
          { kind: "desired-count", desiredTasks: 6 },
        ],
      },
    },
    {
      when: "a rollout that just fits is not refused",
      given: { rollout: rollout(), stoppingTasks: 0, databases: [on(380, 19)] },
      expected: { kind: "fits", fits: [] },
    },
    {
      when: "one connection less is",
      given: { rollout: rollout(), stoppingTasks: 0, databases: [on(379, 19)] },
      expected: { kind: "exceeds" },
    },
    {
      when: "tasks that already drain hold their old pools too",
      given: { rollout: rollout(), stoppingTasks: 1, databases: [on(380, 19)] },
      expected: { kind: "exceeds" },
    },
    {
      when: "a larger new pool counts for the new tasks only",
      given: { rollout: rollout(), stoppingTasks: 0, databases: [on(300, 10, 20)] },
      expected: { kind: "fits" },
    },
    {
      when: "a database without room refuses, whatever the other one has",
      given: { rollout: rollout(), stoppingTasks: 0, databases: [on(1000, 5), { ...on(0, 1), database: "reports" }] },
      expected: { kind: "exceeds", fits: [] },
    },
    {
      when: "three tasks between 100 and 125 % can neither start nor stop one",
      given: {
        rollout: rollout({ desiredTasks: 3, maximumPercent: 125 }),
        stoppingTasks: 0,
        databases: [on(1000, 5)],
      },
      expected: { kind: "never-ends" },
    },
    {
      when: "a service without a database always fits",
      given: { rollout: rollout(), stoppingTasks: 0, databases: [] },
      expected: { kind: "fits", fits: [] },
    },
    {
      when: "no task, no connection",
      given: { rollout: rollout({ desiredTasks: 0 }), stoppingTasks: 0, databases: [on(0, 5)] },
      expected: { kind: "fits" },
    },
  ])("$when", ({ given, expected }) => {
    expect(preflight(given)).toMatchObject(expected);
  });

  it("holds the old and the new revision's pools apart", () => {
    const swapped = preflight({ rollout: rollout(), stoppingTasks: 0, databases: [on(0, 20, 10), on(0, 10, 20)] });
    expect(peaksOf(swapped)).toEqual([300, 300]);
    const slow = preflight({
      rollout: rollout({ maximumPercent: 110, drainSeconds: 330 }),
      stoppingTasks: 0,
      databases: [on(0, 10, 1)],
    });
    // With a drain this long all old tasks still hold their pools when the last new one starts.
    expect(peaksOf(slow)).toEqual([110]);
  });

  it("names only settings that fit", () => {
    const input = { rollout: rollout(), stoppingTasks: 0, databases: [on(237, 19)] };
    const { fits } = preflight(input);
    expect(fits.length).toBeGreaterThan(0);
    for (const fit of fits) {
      const again = preflight(
        fit.kind === "pool"
          ? { ...input, databases: [{ ...input.databases[0]!, newConnectionsPerTask: fit.newConnectionsPerTask }] }
          : { ...input, rollout: { ...input.rollout, ...settingsOf(fit) } },
      );
      expect(again.kind).toBe("fits");
    }
  });
});

const settingsOf = ({ kind: _, ...settings }: { readonly kind: string }): object => settings;

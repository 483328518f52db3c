import { describe, expect, it } from "@jest/globals";
import {
  best,
  eventfulSeconds,
  type PlayOutcome,
  rehearsedPlay,
} from "../../../../simulator/controllers/clairvoyant/rehearsed-play.ts";
import { plainPlay } from "../../../../simulator/controllers/clairvoyant.ts";
import { legalPool, legalService, legalWorld } from "../../world/small-world.ts";
import { legalTerms } from "../play-kind.ts";

const outcome = (targetLoad: number, failedRatio: number, violationSeconds: number, dollars: number): PlayOutcome => ({
  play: { ...plainPlay, targetLoad },
  failedRatio,
  violationSeconds,
  dollars,
});

describe("the best play", () => {
  type Row = { when: string; outcomes: readonly PlayOutcome[]; expected: number };
  it.each<Row>([
    {
      when: "fails least, whatever it costs",
      outcomes: [outcome(0.9, 0.02, 0, 1), outcome(0.3, 0.01, 50, 9)],
      expected: 0.3,
    },
    { when: "then violates least", outcomes: [outcome(0.9, 0, 60, 1), outcome(0.3, 0.000_04, 20, 9)], expected: 0.3 },
    {
      when: "then costs least, 3 seconds being the same",
      outcomes: [outcome(0.3, 0, 20, 9), outcome(0.9, 0, 23, 1)],
      expected: 0.9,
    },
  ])("$when", ({ outcomes, expected }) => expect(best(outcomes).play.targetLoad).toBe(expected));

  it("none is refused", () => expect(() => best([])).toThrow(RangeError));
});

it("a run that begins with too few tasks opens with more than it keeps", () => {
  const spec = legalWorld({ traffic: { kind: "perSecond", requestsPerSecond: [400] }, initialTasks: 4 });
  const play = rehearsedPlay(spec, legalTerms(spec, { maxTasks: 60 }), 1, 1_800);
  expect(play.openingLoad).toBeLessThan(play.targetLoad);
});

it("where tasks drown in retries under the wall, it orders more than the connections hold", () => {
  const spec = legalWorld({
    traffic: { kind: "ramp", baseRequestsPerSecond: 100, riseAtSeconds: 600, rampSeconds: 600, amplitude: 3.6 },
    pool: legalPool({ connectionsPerTask: 24, withoutConnections: "degrade" }),
    client: { timeoutSeconds: 3, retries: 1, retryProbability: 0.5, backOffSeconds: 1 },
  });
  expect(rehearsedPlay(spec, legalTerms(spec, { maxTasks: 15 }), 1, 2_400).overbook).toBeGreaterThan(1);
  const calm = legalWorld({ pool: legalPool() });
  expect(rehearsedPlay(calm, legalTerms(calm), 1, 1_200).overbook).toBe(1);
});

it.each([
  {
    when: "a ramp ends",
    spec: legalWorld({
      traffic: { kind: "ramp", baseRequestsPerSecond: 1, riseAtSeconds: 600, rampSeconds: 300, amplitude: 2 },
    }),
    expected: 2_700,
  },
  {
    when: "a trace has its slots",
    spec: legalWorld({ traffic: { kind: "trace", slotSeconds: 60, requestsPerSlot: [1, 2, 3] } }),
    expected: 1_980,
  },
  {
    when: "users change",
    spec: legalWorld({ traffic: { kind: "users", users: 5, thinkSeconds: 5, changes: [{ atSecond: 900, users: 9 }] } }),
    expected: 2_700,
  },
  {
    when: "a fault ends",
    spec: legalWorld(
      {},
      { services: [legalService()], faults: [{ kind: "stale-metrics", fromSecond: 5, untilSecond: 200 }] },
    ),
    expected: 2_000,
  },
  {
    when: "a long trace counts a day",
    spec: legalWorld({ traffic: { kind: "perSecond", requestsPerSecond: new Array<number>(200_000).fill(1) } }),
    expected: 86_400,
  },
])("nobody says how long it runs: until $when, and half an hour", ({ spec, expected }) => {
  expect(eventfulSeconds(spec)).toBe(expected);
});

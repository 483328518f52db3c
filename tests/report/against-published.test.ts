import { describe, expect, it } from "@jest/globals";
import { describeAgainstPublished } from "../../simulator/rehearsal/against-published.ts";
import type { WorldSample } from "../../simulator/world/timeline.ts";

const sample = (atSeconds: number, over: Partial<WorldSample> = {}): WorldSample => ({
  atSeconds,
  requestsPerSecond: 300,
  attemptsPerSecond: 300,
  failedRatio: 0,
  failedAttemptsRatio: 0,
  p99Seconds: 0.2,
  desiredTasks: 5,
  runningTasks: 5,
  connections: 100,
  ...over,
});

const timeline = (of: (atSeconds: number) => Partial<WorldSample>): readonly WorldSample[] =>
  Array.from({ length: 330 }, (_, index) => (index + 1) * 10).map((atSeconds) => sample(atSeconds, of(atSeconds)));

describe("a run against the published incident", () => {
  const shown = timeline((atSeconds) => ({
    failedAttemptsRatio: atSeconds > 1080 ? 0.9 : 0.1,
    failedRatio: atSeconds > 1080 ? 0.8 : 0,
    runningTasks: atSeconds >= 1020 ? 31 : 5,
  }));
  const withoutRetries = timeline((atSeconds) => ({ failedRatio: atSeconds === 1100 ? 0.42 : 0 }));

  it("names the minutes, the published figures, the thirty-first task and the end", () => {
    expect(describeAgainstPublished(shown, withoutRetries)[0]).toBe(
      "Target tracking against the published timeline: 10/10/90/90 % of attempts fail in the minutes from +4/+6/+8/+9 (published 12/41/78/94); more than 30 tasks at +7.0 min (published: 38 at about +12); 80 % of requests still fail at the end.",
    );
  });

  it("shows by its worst ten seconds and its end that the collapse heals without retries", () => {
    expect(describeAgainstPublished(shown, withoutRetries)[1]).toBe(
      "Without client retries the same collapse heals: 42 % of requests fail in its worst ten seconds, 0 % at the end.",
    );
  });

  it("does not call it healed where requests still fail at the end", () => {
    expect(describeAgainstPublished(shown, shown)[1]).toContain("the same collapse stays: 80 %");
  });

  it("says never where the tasks stay few", () => {
    const few = timeline(() => ({}));
    expect(describeAgainstPublished(few, withoutRetries)[0]).toContain("more than 30 tasks never");
  });
});

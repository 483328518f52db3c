import { expect, it } from "@jest/globals";
import { collectCase, type Played } from "../../simulator/rehearsal/collect-case.ts";
import { workOf } from "../../simulator/rehearsal/contest.ts";
import { planJobs } from "../../simulator/rehearsal/plan-jobs.ts";
import type { JobResult } from "../../simulator/rehearsal/run-job.ts";
import { sampleRehearsalCase } from "./sample-case.ts";

it("a case is five main runs and four runs for each point of the sweep", () => {
  const jobs = planJobs([sampleRehearsalCase, { ...sampleRehearsalCase, sweep: [] }]);
  const count = (caseIndex: number, kind: string) =>
    jobs
      .filter((job) => job.caseIndex === caseIndex && job.kind === kind)
      .map(({ contender }) => contender)
      .sort();
  const shown = ["headgate", "safe-cap", "target-tracking", "target-tracking-20s"];
  expect(count(0, "main")).toEqual(["clairvoyant", ...shown]);
  expect(count(0, "sweep")).toEqual(shown.flatMap((contender) => [contender, contender]));
  expect(count(1, "main")).toEqual(["clairvoyant", ...shown]);
  expect(count(1, "sweep")).toEqual([]);
});

it("the longest runs come first", () => {
  const work = planJobs([sampleRehearsalCase]).map(workOf);
  expect(work).toEqual([...work].sort((a, b) => b - a));
});

it("a case's figures come from its main runs, and its collapses from the sweep alone", () => {
  const result = (over: Partial<JobResult["totals"]>, collapsed: boolean): JobResult => ({
    totals: {
      seconds: 1200,
      requests: 1000.4,
      attempts: 1500,
      served: 700,
      failedByCause: { refusedConnection: 200.4, timeout: 99.6, shed: 0, borrowTimeout: 0, error: 0 },
      inFlight: 0,
      sloViolationSeconds: 90,
      peakConnections: { "shop-db": 190 },
      peakTasks: 18,
      taskSeconds: 7200,
      ...over,
    },
    collapsed,
    timeline: [],
    notices: [],
  });
  const played = planJobs([sampleRehearsalCase]).map((job): Played => {
    if (job.contender === "clairvoyant")
      return {
        job,
        result: result(
          { failedByCause: { refusedConnection: 0, timeout: 0, shed: 1.0004, borrowTimeout: 0, error: 0 } },
          false,
        ),
      };
    return { job, result: result({}, job.kind === "main" || (job.contender === "safe-cap" && job.seed === 2)) };
  });
  const of = collectCase(sampleRehearsalCase, played);
  expect(of.bound.failedRatio).toBeCloseTo(0.001, 6);
  expect(of.runs.map(({ controller, collapse }) => [controller, collapse])).toEqual([
    ["AWS target tracking", { runs: 2, collapsed: 0 }],
    ["tracking, 20 s metrics", { runs: 2, collapsed: 0 }],
    ["20 s with safe cap", { runs: 2, collapsed: 1 }],
    ["Headgate", { runs: 2, collapsed: 0 }],
  ]);
  expect(of.runs[0]).toMatchObject({
    requests: 1000,
    failedByCause: { refusedConnection: 200, timeout: 100, shed: 0 },
    peakConnections: 190,
    peakTasks: 18,
    taskSeconds: 7200,
    sloViolationSeconds: 90,
  });
  expect(
    collectCase(
      { ...sampleRehearsalCase, sweep: [] },
      played.filter(({ job }) => job.kind === "main"),
    ).runs[0]?.collapse,
  ).toBeNull();
});

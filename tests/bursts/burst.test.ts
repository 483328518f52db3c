import { beforeAll, describe, expect, it } from "@jest/globals";
import { initialTasks, members, steppedTasks } from "./burst-estate.ts";
import { brokenPromises, burstPromises, type PromiseName, promiseNames } from "./burst-promises.ts";
import { figureTable } from "./figure-table.ts";
import { type BurstFigures, type BurstRun, measureBurst } from "./measure-burst.ts";
import { type PlantedBug, plantedBugs } from "./planted-bugs.ts";
import type { BurstSize } from "./play-burst.ts";

const aMinute: BurstSize = { taskEvents: 10_000, flips: 1_000, seconds: 60 };
/** The slowest destination's distance between two writes while it is busy, with a second for the batch. */
const mostWaitSeconds = 21;
/** Of `records.fifo`, the longest: what died or was refused comes again after it. */
const visibilitySeconds = 180;
/** A run takes five seconds of computing; this is for a machine that does much else. */
const timeoutMs = 120_000;

describe("10,000 task events and 1,000 alarm flips in a minute", () => {
  const run: BurstRun = { size: aMinute, untilLookSeconds: 120 };
  let figures: BurstFigures;

  beforeAll(async () => {
    figures = await measureBurst(run);
    console.log(figureTable("A burst", run, figures));
  }, timeoutMs);

  it("are so many, of every service, and most of them distinct", () => {
    expect(figures.taskEvents).toBeGreaterThanOrEqual(aMinute.taskEvents);
    expect(figures.distinctTaskEvents).toBeGreaterThan(aMinute.taskEvents / 2);
    expect(figures.flips).toBe(aMinute.flips);
    expect(new Set(figures.sent.map(({ service }) => service))).toEqual(new Set(members.map(({ name }) => name)));
  });

  it.each(promiseNames)("%s", (name) => {
    expect(burstPromises[name](figures)).toBeNull();
  });

  it("are all delivered, some twice, and nothing but what is nobody's is dropped", () => {
    const { settled, dropped, strangers, taskEvents, flips } = figures;
    expect(settled["events"]).toBeGreaterThan(taskEvents + flips + strangers);
    // One of them may have been delivered twice as well.
    expect(dropped).toBeGreaterThanOrEqual(strangers);
    expect(dropped).toBeLessThan(strangers + 5);
  });

  it("do cost writes, and of each kind", () => {
    const { ecs = 0, route53 = 0, s3 = 0, ssm = 0 } = figures.writes;
    expect([ecs, route53, s3, ssm].every((count) => count > 0)).toBe(true);
    expect(figures.writesTogether).toBe(ecs + route53 + s3 + ssm);
  });

  it("grow each service by one step whose alarm has flapped", () => {
    const expected = members.map(({ name, alarm, mode = "scale" }) => {
      const steps = alarm !== undefined && mode === "scale";
      return [name, steps ? steppedTasks : initialTasks];
    });
    expect(figures.desired).toEqual(Object.fromEntries(expected));
  });

  it("wait 21 s at most for a look at whom they are about", () => {
    expect(figures.longestWaitSeconds).toBeLessThanOrEqual(mostWaitSeconds);
  });

  it("fill the concurrency of the router, which Lambda is told to keep at 2, and die or come back nowhere", () => {
    expect(figures.mostAtOnce["events"]).toBe(2);
    expect(figures).toMatchObject({ returned: 0, died: 0, retries: 0 });
  });
});

describe("the same while SQS refuses and repeats sends, and functions die", () => {
  const untilLookSeconds = aMinute.seconds + visibilitySeconds + mostWaitSeconds;
  const run: BurstRun = { size: aMinute, untilLookSeconds, isTroubled: true };
  let figures: BurstFigures;

  beforeAll(async () => {
    figures = await measureBurst(run);
    console.log(figureTable("A burst in trouble", run, figures));
  }, timeoutMs);

  it("is real trouble", () => {
    expect(figures.returned).toBeGreaterThan(100);
    expect(figures.died).toBeGreaterThan(5);
    expect(figures.deduplicated).toBeGreaterThan(20);
  });

  it.each(promiseNames)("%s", (name) => {
    expect(burstPromises[name](figures)).toBeNull();
  });

  it("is over for every event within the longest visibility timeout", () => {
    expect(figures.longestWaitSeconds).toBeLessThanOrEqual(visibilitySeconds + mostWaitSeconds);
  });
});

type Row = {
  readonly when: string;
  readonly bug: PlantedBug;
  readonly isTroubled?: boolean;
  readonly notices: readonly PromiseName[];
};

describe("the figures notice what is broken on purpose:", () => {
  const size: BurstSize = { taskEvents: 5_000, flips: 500, seconds: 30 };

  it.each<Row>([
    {
      when: "an alarm's plan without a window",
      bug: plantedBugs.noWindow,
      notices: ["no service without a firing alarm of its own is scaled, and none by more than one step"],
    },
    {
      when: "destinations written and looked at without a pause",
      bug: plantedBugs.noPace,
      notices: ["at most 40 writes go to ECS, AAS, Route 53, S3 and SSM together"],
    },
    {
      when: "a delayed wake-up with each read of a domain",
      bug: plantedBugs.forgottenLoop,
      notices: ["at most one delayed message is under way for each domain and destination"],
    },
    {
      when: "a function that acknowledges one wake-up in 20 without looking",
      bug: plantedBugs.swallowed,
      notices: ["0 events and wake-ups are lost"],
    },
    {
      when: "a router that leaves out the last message of each batch",
      bug: plantedBugs.shortBatch,
      notices: ["0 events and wake-ups are lost"],
    },
    {
      when: "a mapping that deletes what the router returns",
      bug: plantedBugs.noPartialBatches,
      isTroubled: true,
      notices: ["0 events and wake-ups are lost"],
    },
  ])(
    "$when",
    async ({ bug, isTroubled = false, notices }) => {
      const figures = await measureBurst({ size, untilLookSeconds: 90, isTroubled, bug });
      expect(brokenPromises(figures)).toEqual(expect.arrayContaining([...notices]));
    },
    timeoutMs,
  );
});

import { describe, expect, it } from "@jest/globals";
import type { AlarmSpec } from "../../simulator/cloud/alarm-spec.ts";
import { makeHeadgateController } from "../../simulator/controllers/headgate.ts";
import { alarmRemark, contestAlarms } from "../../simulator/rehearsal/contest-alarms.ts";
import { contestConfig } from "../../simulator/rehearsal/contest-config.ts";
import { incidentRehearsal } from "../../simulator/rehearsal/incident-rehearsal.ts";
import { World } from "../../simulator/world/world.ts";
import { sampleContest } from "./sample-case.ts";

/** When Headgate first scales out, in seconds, and what it wrote of that. */
const firstScaleOut = async (alarms: readonly AlarmSpec[]) => {
  const world = new World(sampleContest.world, 1);
  const headgate = makeHeadgateController(world, contestConfig(sampleContest), alarms);
  for (let second = 0; second < sampleContest.seconds; second++) {
    await headgate.step(world);
    world.step();
  }
  const notice = headgate.notices().find(({ code }) => code === "scaled-out");
  if (notice === undefined) throw new Error("Headgate never scaled out");
  return notice;
};

describe("the alarms of the rehearsal's team", () => {
  it("are one per service with users, above its CPU target, and the ones that the configuration names", () => {
    expect(contestAlarms(sampleContest)).toEqual([
      {
        alarmName: "shop-cpu-high",
        service: "shop",
        metric: "CPUUtilization",
        threshold: 50,
        periodSeconds: 60,
        datapoints: 1,
      },
    ]);
    const named = contestConfig(sampleContest).services.flatMap(({ signals }) =>
      signals.flatMap((signal) => (signal.kind === "alarm" ? [signal.alarmName] : [])),
    );
    expect(named).toEqual(["shop-cpu-high"]);
  });

  it("let Headgate grow earlier than its CPU target alone does", async () => {
    const [woken, unwoken] = [await firstScaleOut(contestAlarms(sampleContest)), await firstScaleOut([])];
    expect(woken.atSeconds).toBeLessThan(unwoken.atSeconds);
  });

  it("are said where the replay says what it rests on", () => {
    expect(incidentRehearsal(1).remarks).toContain(alarmRemark);
    expect(alarmRemark).toMatch(/1 of 1 datapoints of 60 s.* 25 %/);
  });
});

import { spawnSync } from "node:child_process";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { type CheckCode, checkCodes } from "../../shared/checklist/check-codes.ts";
import { auditAccount } from "../../shared/checklist/checklist.ts";
import { renderChecklist } from "../../shared/checklist/render-checklist.ts";
import { stageOf, stages } from "../../shared/checklist/stage.ts";
import { nowMs } from "./accounts.ts";
import { randomAccount, randomMetrics } from "./random-account.ts";

const always = <Args>(property: fc.IRawProperty<Args, false>, numRuns: number): void => {
  void fc.assert(property, { seed: 20_261_121, numRuns });
};

/** The same, every list from its end. */
const reversed = <T>(value: T): T =>
  Array.isArray(value)
    ? ([...value].reverse().map(reversed) as T)
    : typeof value === "object" && value !== null
      ? (Object.fromEntries(Object.entries(value).map(([key, part]) => [key, reversed(part)])) as T)
      : value;

describe("any account, with any of its calls denied", () => {
  it("always has each code, in order, and never two verdicts on one subject", () => {
    always(
      fc.property(randomAccount, (reading) => {
        const { checks } = auditAccount(reading, null, nowMs);
        const codes = [...new Set(checks.map(({ code }) => code))];
        expect(codes).toEqual(Object.keys(checkCodes));
        for (const code of codes) {
          const subjects = checks.filter((check) => check.code === code).flatMap(({ about }) => about);
          expect([code, new Set(subjects).size]).toEqual([code, subjects.length]);
        }
      }),
      400,
    );
  });

  it("always judges everything that could be read, and never passes what could not", () => {
    always(
      fc.property(randomAccount, (reading) => {
        const { checks } = auditAccount(reading, null, nowMs);
        const of = (code: CheckCode) => checks.filter((check) => check.code === code);
        const judged = (code: CheckCode) => of(code).flatMap(({ about }) => about);
        const { logGroups, stacks, secrets, alarms } = reading;
        const parts = [
          ["log-retention", logGroups],
          ["stack-drift-checked", stacks],
          ["secret-rotation", secrets],
          ["alarm-actions", alarms],
        ] as const;
        for (const [code, part] of parts) {
          if (part.kind === "unknown") expect(of(code).map(({ status }) => status)).toEqual(["unknown"]);
          else expect(judged(code).sort()).toEqual(part.value.map(({ name }) => name).sort());
        }
        if (reading.clusters.kind === "known") {
          const services = reading.clusters.value.flatMap((one) =>
            one.services.kind === "known" ? one.services.value.map((own) => `${own.cluster}/${own.service}`) : [],
          );
          for (const subject of services) expect(judged("service-zones")).toContain(subject);
        } else expect(of("service-zones").map(({ status }) => status)).toEqual(["unknown"]);
      }),
      400,
    );
  });

  it("never depends on the order in which AWS lists things", () => {
    always(
      fc.property(randomAccount, randomMetrics, (reading, metrics) => {
        const { clusters } = reading;
        fc.pre(clusters.kind === "unknown" || clusters.value.every(({ services }) => services.kind === "known"));
        const judge = (given: typeof reading) => auditAccount(given, null, nowMs).checks;
        // Subnets, target groups and rules are ordered by whoever wrote them; lists by AWS.
        const turned = { ...reading };
        for (const key of ["logGroups", "alarms", "stacks", "databases", "databaseClusters", "secrets"] as const)
          Object.assign(turned, { [key]: reversed(reading[key]) });
        const plain = (checks: ReturnType<typeof judge>) =>
          checks.map(({ code, status, about }) => [code, status, about]);
        expect(plain(judge(turned))).toEqual(plain(judge(reading)));
        expect(stageOf(turned, reversed(metrics), null).nextStep).toEqual(stageOf(reading, metrics, null).nextStep);
      }),
      200,
    );
  });

  it("always has one stage of the five and one next step, and a text without anything that a terminal acts on", () => {
    always(
      fc.property(randomAccount, randomMetrics, (reading, metrics) => {
        const stage = stageOf(reading, metrics, null);
        expect(stages[stage.number - 1]).toBe(stage.name);
        expect(stage.nextStep.because).not.toBe("");
        const text = renderChecklist({ checklist: auditAccount(reading, null, nowMs), stage });
        expect(text.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
      }),
      300,
    );
  });

  it("every fix is always a line that a shell can parse, and every finding has one", () => {
    const accounts = fc.sample(fc.tuple(randomAccount, randomMetrics), { numRuns: 60, seed: 20_261_121 });
    const lines = accounts.flatMap(([reading, metrics]) => {
      const { checks } = auditAccount(reading, null, nowMs);
      for (const { status, fix, what } of checks)
        if (status === "finding") expect([what, fix.length > 0]).toEqual([what, true]);
      return [...checks.flatMap(({ fix }) => fix), stageOf(reading, metrics, null).nextStep.command];
    });
    // As a function's body each line is parsed and never run.
    const script = lines.map((line, at) => `f${at}() {\n${line}\n}`).join("\n");
    const { status, stderr } = spawnSync("bash", ["-n"], { input: script, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(lines.length).toBeGreaterThan(500);
  });
});

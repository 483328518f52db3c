import { describe, expect, it } from "@jest/globals";
import { diagnose } from "../../../cli/doctor/diagnose.ts";
import { describeAge, type Finding } from "../../../cli/doctor/finding.ts";
import { comparePolicies, parsePolicy } from "../../../cli/doctor/policy.ts";
import type { StackFacts, StackReadings } from "../../../cli/doctor/stack-readings.ts";

const nowMs = Date.UTC(2026, 10, 21, 9);
const minute = 60_000;

const stackFacts: StackFacts = {
  status: "UPDATE_COMPLETE",
  reason: null,
  changedAtMs: nowMs - 60 * minute,
  configHash: "aa",
  version: "1.0.0",
};

const readings = (parts: Partial<StackReadings> = {}): StackReadings => ({
  stackName: "headgate-prod",
  cli: { version: "1.0.0", node: "24.1.0" },
  caller: { arn: "arn:aws:iam::1:user/dev", accountId: "1", region: "eu-central-1" },
  config: { kind: "read", file: "headgate.yml", hash: "aa", domains: ["order"] },
  stack: { kind: "got", value: stackFacts },
  functions: [],
  roles: [],
  queues: [],
  table: { name: "headgate-prod", facts: { kind: "got", value: { paused: false, domains: [] } } },
  topic: {
    arn: "arn:topic",
    subscriptions: { kind: "got", value: [{ protocol: "email", endpoint: "a@b", pending: false }] },
  },
  alarms: { kind: "got", value: [] },
  ...parts,
});

const stack = (facts: Partial<StackFacts>): Partial<StackReadings> => ({
  stack: { kind: "got", value: { ...stackFacts, ...facts } },
});

const domain = (facts: object, paused = false): Partial<StackReadings> => ({
  table: {
    name: "t",
    facts: {
      kind: "got",
      value: {
        paused,
        domains: [
          {
            domain: "order",
            readAtMs: nowMs - minute,
            decidedAtMs: null,
            failedWrites: 0,
            breakerOpenUntilMs: null,
            ...facts,
          },
        ],
      },
    },
  },
});

type Row = { readonly when: string; readonly given: Partial<StackReadings>; readonly expected: Partial<Finding> };

describe("a diagnosis", () => {
  it("has nothing but ok where all is well", () => {
    expect(diagnose(readings(), nowMs).filter(({ status }) => status !== "ok")).toEqual([]);
  });

  it.each<Row>([
    {
      when: "an old Node",
      given: { cli: { version: "1.0.0", node: "22.17.1" } },
      expected: { status: "failed", what: "here", fix: "install Node 24" },
    },
    {
      when: "a deployment under way",
      given: stack({ status: "UPDATE_IN_PROGRESS" }),
      expected: { status: "warning", says: "UPDATE_IN_PROGRESS" },
    },
    {
      when: "a deployment taken back",
      given: stack({ status: "UPDATE_ROLLBACK_COMPLETE", reason: "no" }),
      expected: { status: "warning", says: "UPDATE_ROLLBACK_COMPLETE: no" },
    },
    {
      when: "a stack that never came up",
      given: stack({ status: "ROLLBACK_COMPLETE" }),
      expected: { status: "failed", says: "ROLLBACK_COMPLETE" },
    },
    {
      when: "a stack from before it said its configuration",
      given: stack({ configHash: null }),
      expected: { status: "unknown", what: "configuration" },
    },
    {
      when: "a domain unread in a new stack",
      given: { ...stack({ changedAtMs: nowMs - minute }), ...domain({ readAtMs: null }) },
      expected: { status: "warning", says: "was not read yet; the stack is new" },
    },
    {
      when: "a domain that has gone silent",
      given: domain({ readAtMs: nowMs - 16 * minute }),
      expected: { status: "failed", says: "last read 16 min ago, no decision yet" },
    },
    {
      when: "a domain that is silent because all is paused",
      given: domain({ readAtMs: nowMs - 16 * minute }, true),
      expected: { status: "warning", fix: "it is paused" },
    },
    {
      when: "a function that failed to update",
      given: {
        functions: [
          {
            name: "f",
            facts: {
              kind: "got",
              value: {
                runtime: "nodejs24.x",
                codeSha256: "x",
                lastModified: "y",
                state: "Active",
                lastUpdate: "Failed",
              },
            },
          },
        ],
      },
      expected: { status: "failed", what: "function f" },
    },
    {
      when: "a function that is gone",
      given: { functions: [{ name: "f", facts: { kind: "missing", detail: "" } }] },
      expected: { status: "failed", says: "is not there" },
    },
    {
      when: "a call that failed is unknown and not fine",
      given: { alarms: { kind: "failed", action: "cloudwatch:DescribeAlarms", detail: "Timeout: slow" } },
      expected: { status: "unknown", says: "cloudwatch:DescribeAlarms failed: Timeout: slow" },
    },
  ])("$when", ({ given, expected }) => {
    expect(diagnose(readings(given), nowMs)).toContainEqual(expect.objectContaining(expected));
  });

  it("a breaker that has closed by itself is no finding", () => {
    const findings = diagnose(readings(domain({ breakerOpenUntilMs: nowMs, failedWrites: 3 })), nowMs);
    expect(findings.every(({ status }) => status === "ok")).toBe(true);
  });

  it("says nothing of what is in a stack that isn't there", () => {
    const findings = diagnose(readings({ stack: { kind: "missing", detail: "" } }), nowMs);
    expect(findings.map(({ what }) => what)).toEqual(["here", "you", "headgate.yml", "stack headgate-prod"]);
  });
});

describe("comparing policies", () => {
  const policy = (...statements: readonly object[]) => parsePolicy(JSON.stringify({ Statement: statements }));
  const needs = [{ actions: ["ecs:UpdateService"], resources: ["arn:aws:ecs:r:1:service/shop/web", null] }];

  it.each([
    {
      when: "the same",
      actual: policy({ Effect: "Allow", Action: "ecs:UpdateService", Resource: "arn:aws:ecs:r:1:service/shop/web" }),
      missing: 0,
      extra: [],
    },
    {
      when: "a wildcard grants it, and is more",
      actual: policy({ Effect: "Allow", Action: ["ecs:*"], Resource: ["*"] }),
      missing: 0,
      extra: ["ecs:*"],
    },
    {
      when: "a question mark is one character",
      actual: policy({ Effect: "Allow", Action: "ecs:UpdateService", Resource: "arn:aws:ecs:r:1:service/shop/we?" }),
      missing: 0,
      extra: [],
    },
    {
      when: "a dot is a dot",
      actual: policy({ Effect: "Allow", Action: "ecs:UpdateService", Resource: "arn.aws:ecs:r:1:service/shop/web" }),
      missing: 1,
      extra: [],
    },
    {
      when: "a denial grants nothing",
      actual: policy({ Effect: "Deny", Action: "*", Resource: "*" }),
      missing: 1,
      extra: [],
    },
  ])("$when", ({ actual, missing, extra }) => {
    const difference = comparePolicies(needs, actual);
    expect({ missing: difference.missing.length, extra: difference.extra }).toEqual({ missing, extra });
  });
});

it.each([
  [0, "0 s"],
  [119_000, "119 s"],
  [120_000, "2 min"],
  [7_200_000, "2 h"],
  [200_000_000, "2 days"],
])("%d ms is %s", (ageMs, words) => expect(describeAge(ageMs)).toBe(words));

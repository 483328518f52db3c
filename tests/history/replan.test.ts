import { describe, expect, it } from "@jest/globals";
import { readDecision, readDecisions } from "../../shared/aws/decision-table.ts";
import { readConfig } from "../../shared/aws/kept-config.ts";
import { historyCodes } from "../../shared/history/history-codes.ts";
import type { KeptDecision } from "../../shared/history/kept-decision.ts";
import { replan } from "../../shared/history/replan.ts";
import { compress } from "../../shared/state/compressed.ts";
import { configHash } from "../../shared/state/config-hash.ts";
import { type SmallStack, smallStack } from "../scale/small-stack.ts";
import { highRequests, stackConfig, worldSpec } from "../scale/small-world.ts";

const always = { fromMs: 0, untilMs: Date.UTC(2100, 0, 1) };
const config = stackConfig();

const oneDecision = async (): Promise<{ stack: SmallStack; decision: KeptDecision }> => {
  const stack = smallStack(worldSpec(highRequests), config);
  stack.warmUp(180);
  await stack.wake();
  const { dynamoDb } = stack.cloud.clients();
  for await (const read of readDecisions(dynamoDb, stack.cloud.table.name, "checkout", always)) {
    if (read.kind === "decision") return { stack, decision: read.decision };
  }
  throw new Error("no decision");
};

/** Stores the head of a decision again with other attributes. */
const changed = async (stack: SmallStack, { id }: KeptDecision, attributes: object) => {
  const { table } = stack.cloud;
  const item = table.items().find(({ sk }) => sk?.S === `DECISION#${id}`)!;
  const present = Object.entries({ ...item, ...attributes }).filter(([, value]) => value !== undefined);
  table.putItem({ TableName: table.name, Item: Object.fromEntries(present) });
  return readDecision(stack.cloud.clients().dynamoDb, table.name, "checkout", id);
};

describe("planning again", () => {
  it("what a tampered decision says is told with its place and both values", async () => {
    const { decision } = await oneDecision();
    const [service, ...others] = decision.plan.services;
    const plan = { ...decision.plan, services: [{ ...service!, targetTasks: 99 }, ...others] };
    expect(replan({ ...decision, plan }, config)).toEqual({
      kind: "differs",
      at: "plan.services[0].targetTasks",
      was: 99,
      is: decision.plan.services[0]!.targetTasks,
    });
  });

  it("with a reading tampered tells that the plan does not follow from it", async () => {
    const { decision } = await oneDecision();
    const services = decision.snapshot!.services.map((service) => ({
      ...service,
      signals: service.signals.map((signal) => (signal.kind === "datapoint" ? { ...signal, value: 20 } : signal)),
    }));
    expect(replan({ ...decision, snapshot: { ...decision.snapshot!, services } }, config)).toMatchObject({
      kind: "differs",
    });
  });

  it.each([
    { when: "no snapshot", change: { snapshot: null }, given: config, code: "snapshot-not-kept" },
    { when: "no configuration", change: {}, given: null, code: "config-not-kept" },
    { when: "a domain that is gone", change: {}, given: { ...config, domains: [] }, code: "domain-not-configured" },
    {
      when: "a snapshot that is none",
      change: { snapshot: { domain: "checkout" } as never },
      given: config,
      code: "plan-failed",
    },
  ] as const)("with $when is refused with a code, and what to do", async ({ change, given, code }) => {
    const { decision } = await oneDecision();
    expect(replan({ ...decision, ...change }, given)).toMatchObject({ kind: "refused", code });
    expect(historyCodes[code].remedy).not.toBe("");
  });
});

describe("a stored decision", () => {
  it.each([
    { when: "of a newer form", attributes: { form: { N: "3" } }, code: "decision-form", detail: "form 3" },
    { when: "without a body", attributes: { body: undefined }, code: "decision-incomplete", detail: "no body" },
    { when: "that is no gzip", attributes: { body: { B: new Uint8Array([1, 2]) } }, code: "decision-form", detail: "" },
    { when: "that is no decision", attributes: { body: { B: compress([1]) } }, code: "decision-form", detail: "" },
    {
      when: "without a plan",
      attributes: { body: { B: compress({ id: "1", domain: "checkout", atMs: 1, version: 1 }) } },
      code: "decision-form",
      detail: "correlationId",
    },
  ])("$when is refused with a code", async ({ attributes, code, detail }) => {
    const { stack, decision } = await oneDecision();
    expect(await changed(stack, decision, attributes)).toMatchObject({
      kind: "refused",
      code,
      domain: "checkout",
      id: decision.id,
      detail: expect.stringContaining(detail),
    });
  });

  it("of the form before is read, and planned again with a configuration from outside", async () => {
    const { stack, decision } = await oneDecision();
    const { release: _, configHash: __, outcomes: ___, ...old } = decision;
    const read = await changed(stack, decision, { form: undefined, summary: undefined, body: { B: compress(old) } });
    expect(read).toEqual({ kind: "decision", decision: { ...decision, release: null, configHash: null } });
    const earlier = (read as { decision: KeptDecision }).decision;
    expect(replan(earlier, null)).toMatchObject({ kind: "refused", code: "config-not-kept" });
    expect(replan(earlier, config)).toEqual({ kind: "same" });
  });

  it("of the form before without its snapshot is read, and says why it can't be planned again", async () => {
    const { stack, decision } = await oneDecision();
    const { release: _, configHash: __, outcomes: ___, snapshot: ____, ...old } = decision;
    const read = await changed(stack, decision, { form: undefined, body: { B: compress(old) } });
    expect(replan((read as { decision: KeptDecision }).decision, config)).toMatchObject({ code: "snapshot-not-kept" });
  });

  it("whose configuration was overwritten does not take the other for its own", async () => {
    const { stack, decision } = await oneDecision();
    const { table } = stack.cloud;
    const hash = configHash(config);
    const item = table.items().find(({ sk }) => sk?.S === `CONFIG#${hash}`)!;
    table.putItem({ TableName: table.name, Item: { ...item, body: { B: compress({ ...config, name: "other" }) } } });
    const { dynamoDb } = stack.cloud.clients();
    expect(await readConfig(dynamoDb, table.name, "checkout", decision.configHash!)).toBeNull();
  });
});

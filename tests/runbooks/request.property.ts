import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { makeHandler } from "../../functions/runbook/handler.ts";
import { RunRefused } from "../../functions/runbook/run-answer.ts";
import { runbookDeps } from "../../functions/runbook/wiring.ts";
import type { RunClients } from "../../shared/aws/clients.ts";
import { readRequest } from "../../shared/runbooks/read-request.ts";
import { commonRefusals } from "../../shared/runbooks/refusal.ts";
import { runbooks } from "../../shared/runbooks/registry.ts";
import { brokenParams } from "./broken-params.ts";
import { sampleConfig } from "./sample-config.ts";

const everyName = runbooks.map(({ name }) => name);
const codes = new Set([...Object.keys(commonRefusals), ...runbooks.flatMap(({ refusals }) => Object.keys(refusals))]);

/** The deployed function with the sample's headgate.yml and every runbook allowed; each SDK call is recorded. */
const recorded = () => {
  const calls: string[] = [];
  const client = (service: string) => ({
    send: (command: object) => {
      calls.push(`${service} ${command.constructor.name}`);
      throw new Error("nothing may be called");
    },
  });
  const clients = new Proxy({}, { get: (_, service) => client(String(service)) }) as unknown as RunClients;
  const config = { ...sampleConfig, runbooks: { ...sampleConfig.runbooks, allow: everyName } };
  const stack = {
    prefix: "headgate-test",
    region: "eu-central-1",
    tableName: "headgate-test",
    topicArn: "arn:aws:sns:eu-central-1:123456789012:headgate-test-notices",
    eventsQueueUrl: "https://sqs.invalid/events",
    runsQueueUrl: "https://sqs.invalid/runs",
    deadLetterQueueUrls: {},
    rendersBucket: null,
    stsEndpoint: "https://sts.invalid",
  };
  const silent = { info: () => {}, warn: () => {} };
  const handler = makeHandler(
    runbookDeps(clients, stack, config, {
      nowMs: () => 0,
      audit: () => Promise.reject(new Error("nothing is called")),
      traceId: () => null,
      log: silent,
    }),
  );
  return { calls, invoke: (event: unknown) => handler(event, { awsRequestId: "request-0001" }) };
};

const refusedBy = async (invoke: () => Promise<unknown>): Promise<RunRefused> => {
  try {
    await invoke();
  } catch (error) {
    if (error instanceof RunRefused) return error;
    throw error;
  }
  throw new Error("it was not refused");
};

describe.each(runbooks.map((runbook) => ({ title: runbook.name, runbook })))("$title", ({ runbook }) => {
  it("its example is legal", () => {
    const request = { runbook: runbook.name, params: runbook.example };
    expect(readRequest(request, runbooks, sampleConfig, "request-0001")).toMatchObject({ kind: "request" });
  });

  it("never calls anything for broken parameters, and the refusal always names the field", async () => {
    await fc.assert(
      fc.asyncProperty(brokenParams(runbook), fc.boolean(), async ({ params, field }, confirm) => {
        const { calls, invoke } = recorded();
        const refused = await refusedBy(() => invoke({ runbook: runbook.name, params, confirm }));
        expect(calls).toEqual([]);
        expect(codes).toContain(refused.name);
        expect(refused.message).toContain(field);
        expect(refused.refusal.field).toMatch(/^params/);
        expect(refused.message).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
      { numRuns: 150 },
    );
  });
});

describe("a request of any form", () => {
  it("never calls anything and is always refused under a code of the tables", async () => {
    const nearly = fc.record(
      {
        runbook: fc.oneof(fc.constantFrom(...everyName, "scaale"), fc.jsonValue()),
        params: fc.jsonValue(),
        confirm: fc.jsonValue(),
        requestId: fc.jsonValue(),
        proof: fc.jsonValue(),
        run: fc.jsonValue(),
        command: fc.oneof(fc.constantFrom("status", "abort", "approve"), fc.jsonValue()),
        ["__proto__"]: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), nearly), async (event) => {
        const read = readRequest(event, runbooks, sampleConfig, "request-0001");
        fc.pre(read.kind === "refused");
        const { calls, invoke } = recorded();
        const refused = await refusedBy(() => invoke(event));
        expect(calls).toEqual([]);
        expect(codes).toContain(refused.name);
        expect(refused.message.length).toBeGreaterThan(10);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    {
      when: "an unknown runbook",
      event: { runbook: "scaale", params: {} },
      code: "unknown-runbook",
      says: "did you mean scale?",
    },
    {
      when: "parameters outside of params",
      event: { runbook: "plan", service: "order" },
      code: "bad-input",
      says: "no field service",
    },
    {
      when: "a short request id",
      event: { runbook: "plan", params: {}, requestId: "1" },
      code: "bad-input",
      says: "requestId",
    },
    { when: "an unknown command", event: { run: "incident-42", command: "stop" }, code: "bad-input", says: "command" },
    { when: "no runbook", event: {}, code: "bad-input", says: "runbook is missing" },
    {
      when: "a batch of no messages",
      event: { Records: [null] },
      code: "bad-input",
      says: "runbook is missing",
    },
    {
      when: "a batch of messages without a body",
      event: { Records: [{ messageId: "m-1" }] },
      code: "bad-input",
      says: "runbook is missing",
    },
    { when: "a text", event: "scale", code: "bad-input", says: "the request is no object" },
  ])("refuses $when by name", async ({ event, code, says }) => {
    const { calls, invoke } = recorded();
    const refused = await refusedBy(() => invoke(event));
    expect(refused.name).toBe(code);
    expect(refused.message).toContain(says);
    expect(calls).toEqual([]);
  });
});

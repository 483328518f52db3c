import { describe, expect, it } from "@jest/globals";
import { makeDeadLetter } from "../../shared/aws/dead-letter.ts";
import type { Queue } from "../../simulator/cloud/sqs.ts";
import { wakeUpOf } from "../scale/small-stack.ts";
import { actionsOf, grantedTo } from "./granted-calls.ts";
import { killEverywhere } from "./kill-everywhere.ts";
import { type RunWorld, refusalOf, runWorld } from "./run-world.ts";

const events = { runbook: "redrive", params: { queue: "events" } };
const confirmed = { ...events, confirm: true, requestId: "incident-7" };
const status = { run: "incident-7", command: "status" };
const abort = { run: "incident-7", command: "abort" };

/** Delivered as often as the queue allows and never handled: SQS moves them itself. */
const crash = (queue: Queue, body: string, nowMs: number, group?: string): void => {
  queue.send({ body, group, deduplicationId: group === undefined ? undefined : body }, nowMs);
  for (let time = 0; time <= 5; time += 1) queue.receive(10, nowMs + time * 1_000_000);
};

const withCrashes = (count = 3): RunWorld => {
  const world = runWorld();
  const { queues } = world.cloud;
  for (let nth = 0; nth < count; nth += 1)
    crash(queues.events, JSON.stringify(wakeUpOf({ correlationId: `event-${nth}` })), world.world.nowMs - 6_000_000);
  return world;
};

const withUnreadable = async (): Promise<RunWorld> => {
  const world = withCrashes(2);
  const { sqs } = world.cloud.clients();
  const deadLetter = makeDeadLetter(sqs, world.cloud.queues.url("events-dlq"));
  await deadLetter({ messageId: "m-1", body: "{", reason: "not-json at body: no JSON" });
  return world;
};

const standing = ({ cloud }: RunWorld) => ({
  deadLetters: cloud.queues.eventsDeadLetter.messages.map(({ body, visibleAtMs }) => ({ body, visibleAtMs })),
  events: cloud.queues.events.messages.length,
});

describe("redrive", () => {
  it("dry: shows what is there and why, and leaves it there, to be received at once", async () => {
    const world = withCrashes();
    const nowMs = world.world.nowMs;
    const answer = await world.invoke(events);
    expect(answer).toMatchObject({ kind: "dry-run", changes: [{ from: 3, to: 0 }] });
    expect(answer.text).toContain("wake-up of checkout, ");
    expect(answer.text).toContain("crashed");
    const { deadLetters } = standing(world);
    expect(deadLetters).toHaveLength(3);
    expect(deadLetters.every(({ visibleAtMs }) => visibleAtMs <= nowMs)).toBe(true);
    expect(world.calls.some(({ name }) => name === "sqs StartMessageMoveTask")).toBe(false);
  });

  it("confirmed: moves exactly what it has shown, and says how many", async () => {
    const world = withCrashes();
    const before = standing(world).deadLetters.map(({ body }) => body);
    const dry = await world.invoke(events);
    const shown = (dry as { readonly changes: readonly { readonly from: number }[] }).changes;
    await world.invoke(confirmed);
    for (let second = 0; second < 60; second += 1) {
      world.warmUp(1);
      await world.deliver();
    }
    const { queues } = world.cloud;
    expect(queues.eventsDeadLetter.messages).toEqual([]);
    expect(queues.events.messages.map(({ body }) => body)).toEqual(before);
    expect(await world.invoke(status)).toMatchObject({
      run: {
        phase: "done",
        report: { data: { movedMessages: shown.reduce((sum, { from }) => sum + from, 0), leftMessages: 0 } },
      },
    });
    const granted = grantedTo("redrive");
    expect(granted).toEqual(expect.arrayContaining([...actionsOf(world.calls)]));
    // SQS moves with the caller's rights; a cancel is an abort's.
    expect(granted.filter((action) => !actionsOf(world.calls).includes(action))).toEqual([
      "sqs:CancelMessageMoveTask",
      "sqs:DeleteMessage",
      "sqs:SendMessage",
    ]);
  });

  it("an empty queue changes nothing", async () => {
    const world = runWorld();
    expect((await world.invoke(events)).text).toContain("would change nothing");
    expect(await world.invoke(confirmed)).toMatchObject({ run: { phase: "done", report: { data: { messages: 0 } } } });
  });

  it("what could not be read is refused with its reason, and moved with the others by all: true", async () => {
    const world = await withUnreadable();
    await expect(world.invoke(events)).rejects.toMatchObject({
      name: "unreadable-letters",
      refusal: { numbers: { unreadableMessages: 1, seenMessages: 3 } },
    });
    await expect(world.invoke(confirmed)).rejects.toThrow("not-json at body: no JSON");
    expect(world.cloud.queues.eventsDeadLetter.messages).toHaveLength(3);
    await world.invoke({ ...confirmed, params: { queue: "events", all: true } });
    for (let second = 0; second < 60; second += 1) {
      world.warmUp(1);
      await world.deliver();
    }
    expect(world.cloud.queues.eventsDeadLetter.messages).toEqual([]);
    expect(world.cloud.queues.events.messages).toHaveLength(3);
  });

  it("what EventBridge could not deliver is shown with EventBridge's reason", async () => {
    const world = runWorld();
    world.cloud.queues.eventsDeadLetter.send(
      {
        body: JSON.stringify({ source: "aws.ecs", "detail-type": "ECS Task State Change" }),
        attributes: { ERROR_CODE: { DataType: "String", StringValue: "NO_PERMISSIONS" } },
      },
      world.world.nowMs,
    );
    expect((await world.invoke(events)).text).toContain("ECS Task State Change, 0 s old, undelivered: NO_PERMISSIONS");
  });

  it("a FIFO queue's letters keep their group", async () => {
    const world = runWorld();
    const { queues } = world.cloud;
    const sentAtMs = world.world.nowMs - 6_000_000;
    crash(queues.scaling, JSON.stringify(wakeUpOf({ domain: "search" })), sentAtMs, "search");
    expect(queues.scalingDeadLetter.messages).toHaveLength(1);
    await world.invoke({ ...confirmed, params: { queue: "scaling" } });
    for (let second = 0; second < 30; second += 1) {
      world.warmUp(1);
      await world.deliver();
    }
    expect(queues.scaling.messages.map(({ group }) => group)).toEqual(["search"]);
    expect(queues.scalingDeadLetter.messages).toEqual([]);
  });

  it.each([
    { when: "a queue that there is none of", params: { queue: "limits" }, code: "bad-input" },
    { when: "no queue", params: {}, code: "bad-input" },
    { when: "another parameter", params: { queue: "events", every: true }, code: "bad-input" },
  ])("refuses $when before anything is called", async ({ params, code }) => {
    const world = withCrashes();
    expect(await refusalOf(world.invoke({ runbook: "redrive", params, confirm: true }))).toBe(code);
    expect(world.calls).toEqual([]);
  });

  it("refuses while somebody else's move is under way", async () => {
    const world = withCrashes(10);
    const { queues } = world.cloud;
    queues.moves.start({ SourceArn: arnOf("events-dlq"), DestinationArn: arnOf("events") }, world.world.nowMs);
    expect(await refusalOf(world.invoke(events))).toBe("move-under-way");
  });

  it("refuses more letters of `events` than one look sees", async () => {
    const world = runWorld();
    for (let nth = 0; nth < 130; nth += 1)
      world.cloud.queues.eventsDeadLetter.send({ body: JSON.stringify(wakeUpOf()) }, world.world.nowMs);
    await expect(world.invoke(events)).rejects.toMatchObject({
      name: "letters-not-seen",
      refusal: { numbers: { seenMessages: 100, unseenMessages: 30 } },
    });
  });

  it("a policy that doesn't admit the queue is refused", async () => {
    const world = withCrashes();
    const answer = world.cloud.handle;
    world.cloud.handle = async (service, operation, input) => {
      const given = (await answer(service, operation, input)) as { Attributes?: Record<string, string> };
      if (operation !== "GetQueueAttributes") return given;
      const RedriveAllowPolicy = JSON.stringify({ redrivePermission: "denyAll" });
      return { Attributes: { ...given.Attributes, RedriveAllowPolicy } };
    };
    expect(await refusalOf(world.invoke(events))).toBe("not-its-source");
  });

  it("the same request twice moves once", async () => {
    const world = withCrashes();
    await world.invoke(confirmed);
    await world.invoke(confirmed);
    expect(world.calls.filter(({ name }) => name === "sqs StartMessageMoveTask")).toHaveLength(1);
  });

  it("aborted: SQS stops, what was moved stays moved, and nothing is lost", async () => {
    const world = withCrashes(40);
    await world.invoke({ ...confirmed, params: { queue: "events", all: true } });
    world.warmUp(5);
    await world.invoke(abort);
    world.warmUp(10);
    await world.deliver();
    world.warmUp(60);
    const { queues } = world.cloud;
    expect(await world.invoke(status)).toMatchObject({
      run: { phase: "aborted", report: { data: { status: "CANCELLED", movedMessages: 10 } } },
    });
    expect(queues.events.messages).toHaveLength(10);
    expect(queues.eventsDeadLetter.messages).toHaveLength(30);
  });

  it("killed at every call in turn it ends in the same world", async () => {
    const outcomes = await killEverywhere({
      build: () => withCrashes(),
      request: confirmed,
      seconds: 460,
      outcome: ({ cloud }) => ({
        left: cloud.queues.eventsDeadLetter.messages.length,
        back: cloud.queues.events.messages.map(({ body }) => body).sort(),
      }),
    });
    expect(outcomes.length).toBeGreaterThan(15);
    expect(outcomes[0]).toMatchObject({ left: 0, back: [expect.anything(), expect.anything(), expect.anything()] });
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
  });
});

const arnOf = (queue: string): string => `arn:aws:sqs:eu-central-1:123456789012:rehearsal-${queue}`;

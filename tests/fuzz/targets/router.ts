import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeHandler } from "../../../functions/router/handler.ts";
import { makeDeadLetter } from "../../../shared/aws/dead-letter.ts";
import { makeSendWakeUps } from "../../../shared/aws/send-wake-ups.ts";
import { dropCodes, malformedCodes } from "../../../shared/events/codes.ts";
import { readRecordsWakeUp, readWakeUp } from "../../../shared/events/read-wake-up.ts";
import { mostMessageBytes } from "../../../shared/events/unwrap.ts";
import { destinationsOf } from "../../../shared/records/destination.ts";
import { pollOnce } from "../../../simulator/cloud/event-source.ts";
import { Queues } from "../../../simulator/cloud/queues.ts";
import { rehearsalNames } from "../../../simulator/controllers/headgate.ts";
import { publishingConfig } from "../../events/shop-config.ts";
import { AT_MS, alarm, recordsWakeUp, task, tick, wakeUp } from "../../router/batches.ts";
import type { Dice } from "../dice.ts";
import { accepted, type FuzzTarget, promise, rejected } from "../fuzz-target.ts";
import { mutateJson } from "../mutate/mutate-json.ts";

const config = publishingConfig();
const domains = config.domains.map(({ id }) => id);
const destinations = destinationsOf(config).map(({ id }) => id);

/** What stands beside the message in its batch, and the domains that have to be woken whatever it is. */
const neighbours = [alarm("search-latency-high", "neighbour-1"), task("order", "neighbour-2"), tick()];
const neighboursWake = ["inventory", "search"];

/** Characters that SQS takes. @see Amazon SQS API reference, SendMessage */
const illegal = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

type Routed = {
  readonly woken: readonly string[];
  readonly dropped: readonly string[];
  /** The codes of each letter. */
  readonly letters: readonly (readonly string[])[];
};

/** The deployed handler behind the embedded cloud's queues, which are new each time. */
const route = async (bodies: readonly string[]): Promise<Routed> => {
  const queues = new Queues(rehearsalNames);
  const client = {
    send: async (command: { readonly constructor: { readonly name: string }; readonly input: object }) =>
      command.constructor.name === "SendMessageBatchCommand"
        ? queues.sendMessageBatch(command.input as never, AT_MS)
        : queues.sendMessage(command.input as never, AT_MS),
  } as never;
  const logged: { readonly dropped: readonly { readonly code: string }[]; readonly malformed: readonly unknown[] }[] =
    [];
  const handler = makeHandler({
    config,
    nowMs: () => AT_MS,
    dueDomains: async () => ["inventory"],
    sendWakeUps: makeSendWakeUps(client, queues.url("scaling.fifo")),
    sendRecordsWakeUps: makeSendWakeUps(client, queues.url("records.fifo")),
    deadLetter: makeDeadLetter(client, queues.url("events-dlq")),
    log: {
      info: (_, fields) => void logged.push(fields as (typeof logged)[number]),
      warn: (message, fields) => promise(false, `${message}: ${JSON.stringify(fields)}`),
    },
    count: () => {},
  });
  let thrown: unknown = null;
  const watched = async (event: Parameters<typeof handler>[0]) => {
    try {
      return await handler(event);
    } catch (error) {
      thrown = error;
      throw error;
    }
  };
  for (const body of bodies) queues.events.send({ body }, AT_MS);
  await pollOnce(
    { queue: queues.events, queueArn: "arn", region: "eu-central-1", batchSize: 100, handler: watched },
    AT_MS,
  );
  if (thrown !== null) throw thrown;
  promise(queues.events.messages.length === 0, "a message is returned, though every queue takes what it is sent");

  const wakeUps = queues.scaling.messages.map(({ body }) => readWakeUp(body)?.domain ?? "");
  const recordsWakeUps = queues.records.messages.map(({ body }) => readRecordsWakeUp(body)?.destination ?? "");
  promise(
    wakeUps.every((domain) => domains.includes(domain)),
    "scale doesn't read what router sent",
  );
  promise(
    recordsWakeUps.every((destination) => destinations.includes(destination)),
    "records doesn't read what router sent",
  );
  const woken = [...wakeUps, ...recordsWakeUps];
  promise(new Set(woken).size === woken.length, "one batch wakes somebody twice");
  for (const { body, attributes } of queues.all().flatMap(({ messages }) => messages)) {
    const texts = [body, ...Object.values(attributes).map(({ StringValue }) => StringValue ?? "")];
    promise(!texts.some((text) => text === "" || illegal.test(text)), "SQS would refuse a text that was sent");
  }
  const letters = queues.eventsDeadLetter.messages.map(({ attributes }) =>
    (attributes["reason"]?.StringValue ?? "")
      .split("; ")
      .filter((reason) => / at body|: /.test(reason) && / at (body|record)/.test(reason))
      .map((reason) => reason.split(" at ")[0]!),
  );
  promise(logged.length === 1, "a batch is logged once");
  promise(logged[0]!.malformed.length === letters.length, "a letter is not logged");
  return { woken, dropped: logged[0]!.dropped.map(({ code }) => code), letters };
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A message of the `events` queue, alone and then beside three others that have to come through. */
export const routerTarget: FuzzTarget = {
  name: "router",
  share: 150,
  codes: new Set([...Object.keys(dropCodes), ...Object.keys(malformedCodes)]),
  prepare: async () => {
    const samples = readdirSync("events", { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".json"))
      .sort()
      .map((path) => JSON.parse(readFileSync(join("events", path), "utf8")) as unknown);
    const seeds = [
      ...samples,
      alarm("order-latency-high", "event-1"),
      alarm("shop-degraded", "event-2"),
      task("order", "event-3"),
      task("search", "event-4"),
      tick(),
      wakeUp(),
      recordsWakeUp(),
    ];
    const beside = (await route(neighbours.map((body) => JSON.stringify(body)))).letters;
    promise(beside.length === 0, "a neighbour is malformed");
    return {
      generate: (dice) => enveloped(dice, mutateJson(dice, dice.pick(seeds))),
      run: async (body) => {
        const alone = await route([body]);
        const { woken, dropped, letters } = alone;
        const codes = [...dropped, ...letters.flat()];
        promise(woken.length + codes.length > 0, "the message is lost: no wake-up, no letter, no code");
        promise(
          letters.every((own) => own.length > 0),
          "a dead letter without a code",
        );
        const batch = await route([...neighbours.map((one) => JSON.stringify(one)), body]);
        promise(
          [...neighboursWake, ...woken].every((group) => batch.woken.includes(group)),
          "a message takes its neighbours along",
        );
        promise(same(batch.letters, letters), "a message is put aside otherwise beside neighbours");
        return woken.length > 0 ? accepted(codes) : rejected(codes);
      },
    };
  },
};

/** SNS, SQS and Lambda around it, as deep as they may be and deeper. */
const enveloped = (dice: Dice, body: string): string => {
  let text = body;
  for (let depth = dice.chance(0.7) ? 0 : dice.between(1, 6); depth > 0; depth -= 1) {
    const wrapped = dice.pick([
      { Type: "Notification", MessageId: `sns-${depth}`, Message: text },
      { MessageId: `sqs-${depth}`, Body: text },
      { messageId: `pipe-${depth}`, body: text },
      { Records: [{ messageId: "r-1", body: text, eventSource: "aws:sqs" }] },
      { Records: [{ EventSource: "aws:sns", Sns: { Type: "Notification", MessageId: "s", Message: text } }] },
      { Records: [{ body: text }, { body: text }, { eventSource: "aws:s3" }] },
    ]);
    text = dice.chance(0.9) ? JSON.stringify(wrapped) : mutateJson(dice, wrapped);
  }
  // Each envelope doubles the escapes of the one inside; what SQS can't carry never comes.
  return Buffer.byteLength(text) < mostMessageBytes ? text : body;
};

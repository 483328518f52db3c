import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import type { Plan } from "../../shared/plan/plan.ts";
import { plan } from "../../shared/plan/plan.ts";
import type { FrontReading, TaskStanding } from "../../shared/plan/readings/front-reading.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { WithdrawalMemory, Withdrawing } from "../../shared/plan/withdrawal/withdrawal-memory.ts";
import type { Absence } from "../../shared/records/post.ts";
import {
  counts,
  datapoint,
  known,
  memory,
  nowMs,
  secondsAgo,
  serviceMemory,
  serviceReading,
  snapshot,
  unknown,
} from "./builders.ts";
import {
  fleetId,
  front,
  inDns,
  inDnsAndNginx,
  publishedConfig,
  publishedService,
  record,
  task,
  tasks,
  zoneId,
} from "./withdrawal-case.ts";

/** 31 minutes more than the 90 s of the wait, rounded up. */
const minutes = 33;
const untilMs = (sinceSeconds: number): number => secondsAgo(sinceSeconds) + minutes * 60_000;

type Given = {
  readonly asks?: number;
  readonly counts?: Partial<TaskCounts>;
  readonly front?: FrontReading;
  readonly before?: WithdrawalMemory;
  readonly config?: Config;
};

const planned = ({ asks = 4, counts: changes = {}, front: read, before, config = publishedConfig() }: Given): Plan => {
  const reading = serviceReading({
    tasks: known(counts(changes)),
    signals: [datapoint({ value: asks })],
    ...(read === undefined ? {} : { front: read }),
  });
  const remembered = memory({ web: serviceMemory(before === undefined ? {} : { withdrawal: before }) });
  return plan(snapshot([reading], []), remembered, config, nowMs);
};

/** What a plan does about it, and nothing else. */
const outcomeOf = (given: Given) => {
  const { actions, withdrawals, findings, memory: next, nextRead } = planned(given);
  const about = [
    "withdrawing",
    "withdrawal-stuck",
    "scaled-in",
    "scaled-out",
    "would-scale-in",
    "deployment-in-progress",
  ];
  return {
    actions,
    withdrawals: withdrawals ?? null,
    findings: findings
      .filter(({ code }) => about.includes(code))
      .map(({ code, numbers, detail }) => [code, numbers, detail]),
    memory: next.services["web"]?.withdrawal ?? null,
    inSeconds: nextRead.inSeconds,
  };
};

const asked = (sinceSeconds: number, ...taskIds: readonly string[]): Withdrawing["asked"] =>
  Object.fromEntries(
    taskIds.map((taskId) => [
      taskId,
      { askedAtMs: secondsAgo(sinceSeconds), untilMs: untilMs(sinceSeconds), beforeMs: null },
    ]),
  );

/** The protections of a, b, c and d, asked for again before they ran out. */
const renewed = (sinceSeconds: number): Withdrawing["asked"] =>
  Object.fromEntries(
    ["a", "b", "c", "d"].map((taskId) => [
      taskId,
      { askedAtMs: nowMs, untilMs: untilMs(0), beforeMs: untilMs(sinceSeconds) + 2000 },
    ]),
  );

/** e and f are to go; the others were protected when they were chosen. */
const round = (sinceSeconds: number, changes: Partial<Withdrawing> = {}): Withdrawing => ({
  kind: "withdrawing",
  sinceMs: secondsAgo(sinceSeconds),
  lookedAtMs: secondsAgo(20),
  victims: ["e", "f"],
  committedAtMs: null,
  asked: asked(sinceSeconds, "a", "b", "c", "d"),
  seenAbsentMs: {},
  ...changes,
});

/** The same round as this plan leaves it. */
const looked = (sinceSeconds: number, changes: Partial<Withdrawing> = {}): Withdrawing =>
  round(sinceSeconds, { lookedAtMs: nowMs, ...changes });

const guarded = (sinceSeconds: number, ...taskIds: readonly string[]): readonly TaskStanding[] =>
  taskIds.map((taskId) => task(taskId, { protectedUntilMs: untilMs(sinceSeconds) + 2000 }));

const sixOf = (sinceSeconds: number): readonly TaskStanding[] => [
  ...guarded(sinceSeconds, "a", "b", "c", "d"),
  ...tasks("e", "f"),
];

const absence = (sinceSeconds: number, changes: Partial<Absence> = {}): Absence => ({
  service: "web",
  destination: zoneId,
  atMs: secondsAgo(10),
  absentSinceMs: { e: secondsAgo(sinceSeconds), f: secondsAgo(sinceSeconds) },
  ...changes,
});

const told = (taskIds: readonly string[], wakes: readonly string[] = []) => ({
  posts: [{ service: "web", taskIds, atMs: nowMs }],
  wakes,
});

const lowered = (to: number) => ({ kind: "set-desired-count", service: "web", from: 6, to });
const protects = (...taskIds: readonly string[]) => ({ kind: "protect-tasks", service: "web", taskIds, minutes });
const unprotects = (...taskIds: readonly string[]) => ({ kind: "unprotect-tasks", service: "web", taskIds });
const withdrawing = (secondsLeft: number, count = 2) => [
  "withdrawing",
  { tasks: count, ttlSeconds: 30, secondsLeft },
  "",
];
const stuck = (detail: string, secondsLeft = 90, count = 2) => [
  "withdrawal-stuck",
  { tasks: count, ttlSeconds: 30, secondsLeft },
  detail,
];
const ending = (before: Withdrawing["asked"], liftedAtMs = nowMs, sinceMs = nowMs) => ({
  kind: "ending",
  sinceMs,
  asked: before,
  liftedAtMs,
});

type Row = {
  readonly when: string;
  readonly given: Given;
  readonly expected: Partial<Record<keyof ReturnType<typeof outcomeOf>, unknown>>;
};
/** Each field that a row names, whole. */
const check = ({ given, expected }: Row): void => {
  const outcome = outcomeOf(given);
  const named = Object.keys(expected) as (keyof typeof outcome)[];
  expect(Object.fromEntries(named.map((key) => [key, outcome[key]]))).toEqual(expected);
};
const quiet = { actions: [], withdrawals: null };

describe("a published service that wants fewer tasks", () => {
  it.each<Row>([
    {
      when: "at first only looks at its tasks, soon",
      given: {},
      expected: { ...quiet, findings: [withdrawing(90)], memory: { kind: "looking", sinceMs: nowMs }, inSeconds: 20 },
    },
    {
      when: "looks on, and since when, while they can't be read",
      given: { before: { kind: "looking", sinceMs: secondsAgo(40) }, front: { tasks: unknown(), absences: known([]) } },
      expected: { ...quiet, findings: [withdrawing(90)], memory: { kind: "looking", sinceMs: secondsAgo(40) } },
    },
    {
      when: "is stuck after 15 minutes of that, and says why",
      given: {
        before: { kind: "looking", sinceMs: secondsAgo(900) },
        front: { tasks: unknown({ detail: "ecs:GetTaskProtection shop/web: AccessDenied" }), absences: known([]) },
      },
      expected: { ...quiet, findings: [stuck("ecs:GetTaskProtection shop/web: AccessDenied")] },
    },
    {
      when: "then chooses its victims, protects the others and tells the destinations",
      given: {
        before: { kind: "looking", sinceMs: secondsAgo(20) },
        front: front(tasks("a", "b", "c", "d", "e", "f")),
      },
      expected: {
        actions: [protects("c", "d", "e", "f")],
        withdrawals: told(["a", "b"], [zoneId]),
        findings: [withdrawing(90)],
        memory: { ...looked(0), victims: ["a", "b"], asked: asked(0, "c", "d", "e", "f") },
        inSeconds: 20,
      },
    },
    {
      when: "wakes each of its destinations",
      given: {
        front: front(tasks("a", "b", "c", "d", "e", "f")),
        config: publishedConfig([publishedService({ publish: inDnsAndNginx })]),
      },
      expected: { withdrawals: told(["a", "b"], [fleetId, zoneId]) },
    },
    {
      when: "leaves somebody else's protection alone",
      given: {
        front: front([task("a", { protectedUntilMs: nowMs + 3_600_000 }), ...tasks("b", "c", "d", "e", "f")]),
      },
      expected: { actions: [protects("d", "e", "f")], withdrawals: told(["b", "c"], [zoneId]) },
    },
    {
      when: "counts a task that is not running yet, and lets it go first",
      given: { front: front([...tasks("a", "b", "c", "d", "e"), task("f", { lastStatus: "PENDING" })]) },
      expected: { withdrawals: told(["a", "f"], [zoneId]) },
    },
    {
      when: "waits while ECS stops tasks of its own choice",
      given: { counts: { desired: 6 }, front: front(tasks("a", "b", "c", "d", "e", "f", "g")) },
      expected: { ...quiet, memory: { kind: "looking", sinceMs: nowMs } },
    },
    {
      when: "waits while ECS moves tasks between zones",
      given: { counts: { rebalancing: true }, front: front(tasks("a", "b", "c", "d", "e", "f")) },
      expected: { ...quiet, memory: { kind: "looking", sinceMs: nowMs } },
    },
    {
      when: "keeps all of them where all are protected by somebody else",
      given: {
        front: front(["a", "b", "c", "d", "e", "f"].map((id) => task(id, { protectedUntilMs: nowMs + 60_000 }))),
      },
      expected: { ...quiet, memory: { kind: "looking", sinceMs: nowMs } },
    },
    {
      when: "shrinks by what isn't there without a victim, once those that are there are protected",
      given: { counts: { running: 4 }, front: front(tasks("a", "b", "c", "d")) },
      expected: {
        actions: [protects("a", "b", "c", "d")],
        withdrawals: told([]),
        memory: { ...looked(0), victims: [], asked: asked(0, "a", "b", "c", "d") },
      },
    },
    {
      when: "where nothing is there at all shrinks at once",
      given: { counts: { running: 0 }, front: front([]) },
      expected: { actions: [lowered(4)] },
    },
    {
      when: "waits for the end of a deployment, also of a stuck one",
      given: {
        counts: { deployment: { kind: "rolling", sinceMs: secondsAgo(7200) } },
        front: front(tasks("a", "b", "c", "d", "e", "f")),
      },
      expected: {
        ...quiet,
        findings: [
          [
            "deployment-in-progress",
            { desiredTasks: 6 },
            "a surplus of a published service waits for the end of the deployment",
          ],
        ],
        memory: null,
      },
    },
    {
      when: "in observe is told of as ever",
      given: { config: publishedConfig([publishedService({ mode: "observe" })]) },
      expected: {
        ...quiet,
        findings: [
          ["would-scale-in", { desiredTasks: 6, targetTasks: 4, askTasks: 4 }, "cpu at 0.67 x target asks for 4"],
        ],
        memory: null,
      },
    },
    {
      when: "at a zone that is only observed shrinks as ever",
      given: {
        config: publishedConfig([publishedService()], {
          zones: [{ name: "public", hostedZoneId: "Z1", domain: "shop.example", policy: "observe" }],
        }),
      },
      expected: { actions: [lowered(4)], withdrawals: null, memory: null },
    },
    {
      when: "at a zone that removes nothing shrinks as ever: no word would ever come",
      given: {
        config: publishedConfig([publishedService()], {
          zones: [{ name: "public", hostedZoneId: "Z1", domain: "shop.example", policy: "upsert-only" }],
        }),
      },
      expected: { actions: [lowered(4)], withdrawals: null, memory: null },
    },
  ])("$when", check);
});

describe("a round", () => {
  it.each<Row>([
    {
      when: "waits for the destination's word, and tells it again",
      given: { before: round(60), front: front(sixOf(60)) },
      expected: {
        actions: [],
        withdrawals: told(["e", "f"]),
        findings: [withdrawing(90)],
        memory: looked(60),
        inSeconds: 20,
      },
    },
    {
      when: "takes no word from before it began",
      given: { before: round(300), front: front(sixOf(300), [absence(400, { atMs: secondsAgo(300) })]) },
      expected: { actions: [], memory: looked(300) },
    },
    {
      when: "takes no word about one victim for both",
      given: {
        before: round(300),
        front: front(sixOf(300), [absence(200, { absentSinceMs: { e: secondsAgo(200) } })]),
      },
      expected: { actions: [] },
    },
    {
      when: "takes no destination's word for another's",
      given: { before: round(300), front: front(sixOf(300), [absence(200, { destination: fleetId })]) },
      expected: { actions: [] },
    },
    {
      when: "waits for the TTL and a minute from the last word on",
      given: {
        before: round(300),
        front: front(sixOf(300), [absence(200, { absentSinceMs: { e: secondsAgo(200), f: secondsAgo(89) } })]),
      },
      expected: { actions: [], findings: [withdrawing(1)], inSeconds: 1 },
    },
    {
      when: "then lowers the count",
      given: { before: round(300), front: front(sixOf(300), [absence(90)]) },
      expected: {
        actions: [lowered(4)],
        withdrawals: told(["e", "f"]),
        findings: [["scaled-in", { desiredTasks: 6, targetTasks: 4, askTasks: 4 }, "cpu at 0.67 x target asks for 4"]],
        memory: looked(300, { committedAtMs: nowMs }),
        inSeconds: 20,
      },
    },
    {
      when: "waits for the slower of two destinations",
      given: {
        config: publishedConfig([publishedService({ publish: inDnsAndNginx })]),
        before: round(300),
        front: front(sixOf(300), [absence(200), absence(80, { destination: fleetId })]),
      },
      expected: { actions: [], findings: [withdrawing(10)], inSeconds: 10 },
    },
    {
      when: "waits for the longest TTL of the service",
      given: {
        config: publishedConfig([
          publishedService({
            publish: { ...inDns, records: [record(), record({ name: "old.shop.example", ttlSeconds: 300 })] },
          }),
        ]),
        before: round(400),
        front: front(sixOf(400), [absence(350)]),
      },
      expected: { actions: [], findings: [["withdrawing", { tasks: 2, ttlSeconds: 300, secondsLeft: 10 }, ""]] },
    },
    {
      when: "counts from when it first sees a word whose date is from an earlier round",
      given: { before: round(300), front: front(sixOf(300), [absence(4000)]) },
      expected: {
        actions: [],
        findings: [withdrawing(90)],
        memory: looked(300, { seenAbsentMs: { [zoneId]: nowMs } }),
      },
    },
    {
      when: "and lowers the count when that is long enough ago",
      given: {
        before: round(300, { seenAbsentMs: { [zoneId]: secondsAgo(90) } }),
        front: front(sixOf(300), [absence(4000)]),
      },
      expected: { actions: [lowered(4)] },
    },
    {
      when: "lowers nothing while one that stays is not protected, and asks again after a minute",
      given: {
        before: round(300),
        front: front([...guarded(300, "a", "b", "c"), ...tasks("d", "e", "f")], [absence(200)]),
      },
      expected: {
        actions: [protects("d")],
        memory: looked(300, { asked: { ...asked(300, "a", "b", "c"), ...asked(0, "d") } }),
      },
    },
    {
      when: "doesn't ask for the same at every look",
      given: {
        before: round(300, { asked: { ...asked(300, "a", "b", "c"), ...asked(59, "d") } }),
        front: front([...guarded(300, "a", "b", "c"), ...tasks("d", "e", "f")], [absence(200)]),
      },
      expected: { actions: [] },
    },
    {
      when: "lowers nothing while a protection is about to end",
      given: {
        before: round(300),
        front: front(
          [...guarded(300, "a", "b", "c"), task("d", { protectedUntilMs: nowMs + 119_000 }), ...tasks("e", "f")],
          [absence(200)],
        ),
      },
      expected: { actions: [] },
    },
    {
      when: "renews its protections before they run out",
      given: { before: round(1500), front: front(sixOf(1500)) },
      expected: { actions: [protects("a", "b", "c", "d")] },
    },
    {
      when: "protects a task that has started since",
      given: {
        before: round(100),
        counts: { running: 6 },
        front: front([...guarded(100, "a", "b", "c", "d"), ...tasks("f", "g")]),
      },
      expected: {
        actions: [protects("g")],
        memory: looked(100, { asked: { ...asked(100, "a", "b", "c", "d"), ...asked(0, "g") } }),
      },
    },
    {
      when: "after the death of a victim lowers the count by the other",
      given: {
        before: round(300, { asked: asked(300, "a", "b", "c", "d", "g") }),
        front: front([...guarded(300, "a", "b", "c", "d", "g"), ...tasks("f")], [absence(200)]),
      },
      expected: { actions: [lowered(5)] },
    },
    {
      when: "after the death of a victim that was not replaced yet lowers it by both",
      given: {
        before: round(300),
        counts: { running: 5 },
        front: front([...guarded(300, "a", "b", "c", "d"), ...tasks("f")], [absence(200)]),
      },
      expected: { actions: [lowered(4)] },
    },
    {
      when: "takes the service's own count where the listing is behind it",
      given: { before: round(300), front: front([...guarded(300, "a", "b", "c", "d"), ...tasks("f")], [absence(200)]) },
      expected: { actions: [lowered(5)] },
    },
    {
      when: "lets go a victim that somebody has protected",
      given: {
        before: round(100),
        front: front([
          ...guarded(100, "a", "b", "c", "d"),
          task("e"),
          task("f", { protectedUntilMs: nowMs + 600_000 }),
        ]),
      },
      expected: { actions: [], withdrawals: told(["e"], [zoneId]), memory: looked(100, { victims: ["e"] }) },
    },
    {
      when: "is finished as it was begun, though the target has fallen further",
      given: { asks: 2, before: round(300), front: front(sixOf(300), [absence(200)]) },
      expected: { actions: [lowered(4)] },
    },
    {
      when: "goes less far where the target has risen a bit",
      given: { asks: 5, before: round(300), front: front(sixOf(300), [absence(200)]) },
      expected: { actions: [lowered(5)] },
    },
    {
      when: "waits for what can't be read",
      given: { before: round(300), front: { tasks: unknown(), absences: known([absence(200)]) } },
      expected: { actions: [], withdrawals: told(["e", "f"]), memory: looked(300) },
    },
    {
      when: "that nobody has looked at for 15 minutes is begun again with the same victims: a word of that time is none",
      given: { before: round(1500, { lookedAtMs: secondsAgo(900) }), front: front(sixOf(1500), [absence(1300)]) },
      expected: {
        actions: [protects("a", "b", "c", "d")],
        withdrawals: told(["e", "f"], [zoneId]),
        findings: [withdrawing(90)],
        memory: looked(0, { asked: renewed(1500) }),
      },
    },
    {
      when: "is not begun again after five minutes, the longest time between two looks that nothing hinders",
      given: { before: round(600, { lookedAtMs: secondsAgo(330) }), front: front(sixOf(600), [absence(90)]) },
      expected: { actions: [lowered(4)], withdrawals: told(["e", "f"]) },
    },
    {
      when: "waits while it is not known what the destinations hold",
      given: { before: round(300), front: front(sixOf(300), unknown()) },
      expected: { actions: [], memory: looked(300) },
    },
    {
      when: "waits while more tasks exist than are asked for",
      given: { before: round(300), front: front([...sixOf(300), ...guarded(300, "g")], [absence(200)]) },
      expected: { actions: [] },
    },
    {
      when: "is stuck after 15 minutes without a word, and says whose",
      given: { before: round(900), front: front(sixOf(900)) },
      expected: { actions: [], findings: [stuck(`not confirmed by ${zoneId}`)], inSeconds: 20 },
    },
    {
      when: "is stuck without protection",
      given: {
        before: round(900, { asked: asked(20, "a", "b", "c", "d") }),
        front: front(tasks("a", "b", "c", "d", "e", "f"), [absence(500)]),
      },
      expected: { actions: [], findings: [stuck("4 of 4 tasks that stay are not protected", 0)] },
    },
    {
      when: "is stuck where the posts can't be read",
      given: {
        before: round(900),
        front: front(sixOf(900), unknown({ detail: "dynamodb:BatchGetItem of posts: AccessDenied" })),
      },
      expected: { actions: [], findings: [stuck("dynamodb:BatchGetItem of posts: AccessDenied")] },
    },
    {
      when: "is not stuck while only the TTL has to pass",
      given: {
        config: publishedConfig([publishedService({ publish: { ...inDns, records: [record({ ttlSeconds: 3600 })] } })]),
        before: round(900, { asked: {} }),
        front: front(
          [...["a", "b", "c", "d"].map((id) => task(id, { protectedUntilMs: nowMs + 5_400_000 })), ...tasks("e", "f")],
          [absence(800)],
        ),
      },
      expected: {
        actions: [],
        findings: [["withdrawing", { tasks: 2, ttlSeconds: 3600, secondsLeft: 2860 }, ""]],
        inSeconds: 20,
      },
    },
  ])("$when", check);
});

describe("a round ends", () => {
  const ends = { actions: [unprotects("a", "b", "c", "d")], withdrawals: told([], [zoneId]) };

  it.each<Row>([
    {
      when: "when its victims are gone",
      given: {
        counts: { desired: 4 },
        before: round(300, { committedAtMs: secondsAgo(20) }),
        front: front(guarded(300, "a", "b", "c", "d")),
      },
      expected: { ...ends, memory: ending(asked(300, "a", "b", "c", "d")), inSeconds: 20 },
    },
    {
      when: "not before ECS has stopped them",
      given: {
        counts: { desired: 4, running: 6 },
        before: round(300, { committedAtMs: secondsAgo(20) }),
        front: front(sixOf(300)),
      },
      expected: { actions: [], withdrawals: told(["e", "f"]), findings: [withdrawing(90)] },
    },
    {
      when: "when ECS hasn't stopped them for five minutes",
      given: {
        counts: { desired: 4, running: 6 },
        before: round(600, { committedAtMs: secondsAgo(300) }),
        front: front(sixOf(600)),
      },
      expected: ends,
    },
    {
      when: "with the victim that the target has spared",
      given: {
        asks: 5,
        counts: { desired: 5 },
        before: round(300, { committedAtMs: secondsAgo(20) }),
        front: front([...guarded(300, "a", "b", "c", "d"), task("e")]),
      },
      expected: ends,
    },
    {
      when: "when the target is back where it was",
      given: { asks: 6, before: round(60), front: front(sixOf(60)) },
      expected: { ...ends, findings: [] },
    },
    {
      when: "when more is asked for, which is written first and at once",
      given: { asks: 8, before: round(60), front: front(sixOf(60)) },
      expected: {
        ...ends,
        actions: [{ kind: "set-desired-count", service: "web", from: 6, to: 8 }, unprotects("a", "b", "c", "d")],
      },
    },
    {
      when: "when more is asked for while its tasks can't be read: who is protected is looked up later",
      given: { asks: 8, before: round(60), front: { tasks: unknown(), absences: known([]) } },
      expected: {
        actions: [{ kind: "set-desired-count", service: "web", from: 6, to: 8 }],
        withdrawals: told([], [zoneId]),
        memory: ending(asked(60, "a", "b", "c", "d"), 0),
      },
    },
    {
      when: "when a deployment begins",
      given: {
        counts: { deployment: { kind: "rolling", sinceMs: secondsAgo(5) } },
        before: round(60),
        front: front(sixOf(60)),
      },
      expected: ends,
    },
    {
      when: "when all victims were replaced",
      given: { before: round(60), front: front([...guarded(60, "a", "b", "c", "d"), ...tasks("g", "h")]) },
      expected: ends,
    },
    {
      when: "when the service is not published any more",
      given: {
        config: publishedConfig([publishedService({ publish: { ...inDns, records: [] } })]),
        before: round(60),
        front: front(sixOf(60)),
      },
      expected: { actions: [unprotects("a", "b", "c", "d")], withdrawals: told([]) },
    },
    {
      when: "without a write of ours where its mode is observe now: protections end by themselves",
      given: { config: publishedConfig([publishedService({ mode: "observe" })]), before: round(60) },
      expected: { actions: [], withdrawals: told([], [zoneId]), memory: ending({}) },
    },
    {
      when: "with nobody's protection lifted but ours: b's end is another one, and g's is none that we asked for",
      given: {
        asks: 6,
        before: round(60),
        front: front([
          ...guarded(60, "a"),
          task("b", { protectedUntilMs: nowMs + 7_200_000 }),
          ...tasks("c"),
          ...guarded(60, "g"),
          ...tasks("e", "f"),
        ]),
      },
      expected: { actions: [unprotects("a")], memory: ending(asked(60, "a")) },
    },
    {
      when: "with the protection lifted that a refused renewal has left",
      given: {
        asks: 6,
        before: round(1600, {
          asked: { a: { askedAtMs: secondsAgo(60), untilMs: untilMs(60), beforeMs: untilMs(1600) + 2000 } },
        }),
        front: front([...guarded(1600, "a"), ...tasks("b", "c", "d", "e", "f")]),
      },
      expected: { actions: [unprotects("a")] },
    },
  ])("$when", check);
});

describe("after a round", () => {
  const four = { counts: { desired: 4 }, asks: 4 };
  const before = ending(asked(300, "a", "b"), secondsAgo(20), secondsAgo(20)) as WithdrawalMemory;

  it.each<Row>([
    {
      when: "what was lifted is read back, told once more, and forgotten",
      given: { ...four, before, front: front(tasks("a", "b", "c", "d")) },
      expected: { actions: [], withdrawals: told([]), memory: null },
    },
    {
      when: "what was not lifted is waited for",
      given: { ...four, before, front: front([...guarded(300, "a", "b"), ...tasks("c", "d")]) },
      expected: { actions: [], memory: before },
    },
    {
      when: "and lifted again after a minute",
      given: {
        ...four,
        before: { ...before, liftedAtMs: secondsAgo(60) } as WithdrawalMemory,
        front: front([...guarded(300, "a"), ...tasks("b", "c", "d")]),
      },
      expected: { actions: [unprotects("a")], memory: ending(asked(300, "a"), nowMs, secondsAgo(20)) },
    },
    {
      when: "what can't be read is waited for",
      given: { ...four, before, front: { tasks: unknown(), absences: known([]) } },
      expected: { actions: [], withdrawals: told([]), memory: before },
    },
    {
      when: "but not longer than our protections last",
      given: {
        ...four,
        before: ending(asked(minutes * 60 + 91, "a"), 0, secondsAgo(20)) as WithdrawalMemory,
        front: { tasks: unknown(), absences: known([]) },
      },
      expected: { actions: [], memory: null },
    },
    {
      when: "the next scale-in waits for its end, a scale-out doesn't",
      given: { asks: 3, counts: { desired: 4 }, before, front: front([...guarded(300, "a", "b"), ...tasks("c", "d")]) },
      expected: { actions: [], memory: before },
    },
    {
      when: "a scale-out is written at once",
      given: {
        asks: 7,
        counts: { desired: 6 },
        before,
        front: front([...guarded(300, "a", "b"), ...tasks("c", "d", "e", "f")]),
      },
      expected: { actions: [{ kind: "set-desired-count", service: "web", from: 6, to: 7 }] },
    },
  ])("$when", check);
});

describe("what can't be counted", () => {
  const unreadable = (before: WithdrawalMemory, because: "failed" | "not-found"): Plan =>
    plan(
      snapshot([serviceReading({ tasks: unknown({ because }) })], []),
      memory({ web: serviceMemory({ withdrawal: before }) }),
      publishedConfig(),
      nowMs,
    );

  it("keeps the round as it is while ECS can't be read", () => {
    const { actions, withdrawals, memory: next } = unreadable(round(60), "failed");
    expect({ actions, withdrawals, next: next.services["web"]?.withdrawal }).toEqual({
      actions: [],
      withdrawals: told(["e", "f"]),
      next: round(60),
    });
  });

  it("ends the round of a service that is gone", () => {
    const { actions, withdrawals, memory: next } = unreadable(round(60), "not-found");
    expect({ actions, withdrawals, next: next.services["web"]?.withdrawal }).toEqual({
      actions: [],
      withdrawals: told([], [zoneId]),
      next: ending({}),
    });
  });
});

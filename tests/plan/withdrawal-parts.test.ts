import { describe, expect, it } from "@jest/globals";
import type { CloudMapConfig, PublicationPolicy } from "../../shared/config/publication.ts";
import type { TaskStanding } from "../../shared/plan/readings/front-reading.ts";
import type { ServicePlan } from "../../shared/plan/service-plan.ts";
import { absentSince } from "../../shared/plan/withdrawal/absent-since.ts";
import { frontsOf } from "../../shared/plan/withdrawal/fronts-of.ts";
import { isOurs, isProtectedFor, lastEndMs, planProtection } from "../../shared/plan/withdrawal/protection.ts";
import { sidesOf, standingTasks } from "../../shared/plan/withdrawal/round.ts";
import { toldWithdrawals } from "../../shared/plan/withdrawal/told-withdrawals.ts";
import type { Absence } from "../../shared/records/post.ts";
import { counts, nowMs, secondsAgo } from "./builders.ts";
import { inDns, inDnsAndNginx, publishedConfig, publishedService, task } from "./withdrawal-case.ts";

const minute = 60_000;
const idsOf = (tasks: readonly TaskStanding[]) => tasks.map(({ taskId }) => taskId);

describe("the destinations that take a task out", () => {
  const cloudMap = (serviceId: string, policy: PublicationPolicy): CloudMapConfig => ({
    serviceId,
    policy,
    family: "ipv4",
    containerPort: null,
    ttlSeconds: 10,
  });
  const given = publishedConfig([
    publishedService({ name: "web", publish: inDnsAndNginx }),
    publishedService({ name: "api", publish: { ...inDns, cloudMap: [cloudMap("srv-1", "sync")] } }),
    publishedService({
      name: "jobs",
      publish: { ...inDns, records: [], cloudMap: [cloudMap("srv-1", "upsert-only")] },
    }),
    publishedService({ name: "mail", publish: { ...inDns, records: [], cloudMap: [cloudMap("srv-2", "observe")] } }),
    publishedService({
      name: "both",
      publish: { ...inDns, records: [], cloudMap: [cloudMap("srv-3", "upsert-only"), cloudMap("srv-3", "sync")] },
    }),
  ]);
  const inZone = (policy: PublicationPolicy) => ({
    ...given,
    zones: given.zones.map((zone) => ({ ...zone, policy })),
  });
  const inFleet = (policy: "observe" | "install") => ({
    ...given,
    nginxFleets: given.nginxFleets.map((fleet) => ({ ...fleet, policy })),
  });
  const always = [
    ["api", ["cloud-map/srv-1"]],
    ["both", ["cloud-map/srv-3"]],
  ] as const;

  it.each([
    {
      when: "those that remove what is gone, by service",
      config: inFleet("install"),
      gives: [
        ["api", ["cloud-map/srv-1", "zone/Z1"]],
        ["both", ["cloud-map/srv-3"]],
        ["web", ["nginx/edge", "zone/Z1"]],
      ],
    },
    { when: "no zone that keeps what is gone", config: { ...inZone("upsert-only"), nginxFleets: [] }, gives: always },
    { when: "no zone that is only watched", config: { ...inZone("observe"), nginxFleets: [] }, gives: always },
    {
      when: "no fleet that is only watched",
      config: inFleet("observe"),
      gives: [
        ["api", ["cloud-map/srv-1", "zone/Z1"]],
        ["both", ["cloud-map/srv-3"]],
        ["web", ["zone/Z1"]],
      ],
    },
  ])("are $when", ({ config, gives }) => {
    expect([...frontsOf(config)].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(gives);
  });
});

describe("since when the victims are absent", () => {
  const beganMs = secondsAgo(300);
  const word = (absentSinceMs: Absence["absentSinceMs"], atMs = secondsAgo(10)): Absence => ({
    service: "web",
    destination: "zone/Z1",
    atMs,
    absentSinceMs,
  });
  type Row = { when: string; words: readonly Absence[]; seen?: Record<string, number>; gives: object };

  it.each<Row>([
    {
      when: "the later of two",
      words: [word({ a: secondsAgo(200), b: secondsAgo(100) })],
      gives: { sinceMs: secondsAgo(100), missing: [], seenAbsentMs: {} },
    },
    {
      when: "absent in the moment in which the round began",
      words: [word({ a: beganMs, b: beganMs })],
      gives: { sinceMs: beganMs, missing: [], seenAbsentMs: {} },
    },
    {
      when: "one of two dates is from before the round: the time runs from now",
      words: [word({ a: secondsAgo(400), b: secondsAgo(100) })],
      gives: { sinceMs: nowMs, missing: [], seenAbsentMs: { "zone/Z1": nowMs } },
    },
    {
      when: "the same, seen before: the time runs from then",
      words: [word({ a: secondsAgo(400), b: secondsAgo(400) })],
      seen: { "zone/Z1": secondsAgo(50) },
      gives: { sinceMs: secondsAgo(50), missing: [], seenAbsentMs: { "zone/Z1": secondsAgo(50) } },
    },
    {
      when: "the same, and the other one has gone after that",
      words: [word({ a: secondsAgo(400), b: secondsAgo(20) })],
      seen: { "zone/Z1": secondsAgo(50) },
      gives: { sinceMs: secondsAgo(20), missing: [], seenAbsentMs: { "zone/Z1": secondsAgo(50) } },
    },
    {
      when: "one of two is still there",
      words: [word({ a: secondsAgo(100) })],
      gives: { sinceMs: null, missing: ["zone/Z1"], seenAbsentMs: {} },
    },
    {
      when: "a word that is as old as the round is of before it",
      words: [word({ a: secondsAgo(400), b: secondsAgo(400) }, beganMs)],
      gives: { sinceMs: null, missing: ["zone/Z1"], seenAbsentMs: {} },
    },
    { when: "no word", words: [], gives: { sinceMs: null, missing: ["zone/Z1"], seenAbsentMs: {} } },
  ])("$when", ({ words, seen = {}, gives }) => {
    const round = {
      kind: "withdrawing",
      sinceMs: beganMs,
      lookedAtMs: null,
      victims: ["a", "b"],
      committedAtMs: null,
      asked: {},
      seenAbsentMs: seen,
    } as const;
    expect(absentSince(round, ["a", "b"], ["zone/Z1"], words, nowMs)).toEqual(gives);
  });
});

describe("the tasks that are there", () => {
  it("are those that are to run and have not stopped, sorted", () => {
    const tasks = [
      task("d"),
      task("b", { desiredStatus: "STOPPED" }),
      task("c", { lastStatus: "STOPPED" }),
      task("a", { lastStatus: "PENDING" }),
    ];
    expect(idsOf(standingTasks(tasks))).toEqual(["a", "d"]);
    expect(idsOf(standingTasks(tasks.toReversed()))).toEqual(["a", "d"]);
  });

  it.each([
    { when: "not protected", protectedUntilMs: null, leaves: true },
    { when: "protected until now", protectedUntilMs: nowMs, leaves: true },
    { when: "protected until a moment ago", protectedUntilMs: nowMs - 1, leaves: true },
    { when: "protected for a moment yet", protectedUntilMs: nowMs + 1, leaves: false },
  ])("a victim that is $when", ({ protectedUntilMs, leaves }) => {
    const tasks = [task("a", { protectedUntilMs }), task("b")];
    const { leaving, staying } = sidesOf(tasks, { victims: ["a"] }, counts(), nowMs);
    expect([idsOf(leaving), idsOf(staying)]).toEqual(leaves ? [["a"], ["b"]] : [[], ["a", "b"]]);
  });

  it.each([
    { when: "as listed", running: 1, pending: 0, existingTasks: 2 },
    { when: "as the service counts them, those on their way as well", running: 2, pending: 3, existingTasks: 5 },
  ])("exist $when", ({ running, pending, existingTasks }) => {
    const sides = sidesOf([task("a"), task("b")], { victims: [] }, counts({ running, pending }), nowMs);
    expect(sides.existingTasks).toBe(existingTasks);
  });
});

describe("whose a protection is", () => {
  const untilMs = nowMs + 32 * minute;
  const asked = (changes: object = {}) => ({ a: { askedAtMs: secondsAgo(60), untilMs, beforeMs: null, ...changes } });

  it.each([
    { when: "to the second", protectedUntilMs: untilMs, ours: true },
    { when: "90 s later, as the call came", protectedUntilMs: untilMs + 90_000, ours: true },
    { when: "more than 90 s later", protectedUntilMs: untilMs + 90_001, ours: false },
    { when: "15 s earlier, as clocks differ", protectedUntilMs: untilMs - 15_000, ours: true },
    { when: "more than 15 s earlier", protectedUntilMs: untilMs - 15_001, ours: false },
    { when: "none", protectedUntilMs: null, ours: false },
  ])("$when", ({ protectedUntilMs, ours }) => {
    expect(isOurs(task("a", { protectedUntilMs }), asked())).toBe(ours);
  });

  it("one that a refused renewal left is ours as well", () => {
    const beforeMs = nowMs + 5 * minute;
    expect(isOurs(task("a", { protectedUntilMs: beforeMs }), asked({ beforeMs }))).toBe(true);
    expect(isOurs(task("a", { protectedUntilMs: beforeMs }), asked())).toBe(false);
  });

  it("may last 90 s longer than was asked for", () => {
    expect(lastEndMs(asked())).toBe(untilMs + 90_000);
    expect(lastEndMs({})).toBe(0);
  });

  it.each([
    { when: "never", protectedUntilMs: null, gives: false },
    { when: "120 s yet", protectedUntilMs: nowMs + 120_000, gives: true },
    { when: "not as long", protectedUntilMs: nowMs + 119_999, gives: false },
  ])("is for 120 s: $when", ({ protectedUntilMs, gives }) => {
    expect(isProtectedFor(task("a", { protectedUntilMs }), 120, nowMs)).toBe(gives);
  });

  it.each([
    { when: "59 s after it was refused it is not asked for again", seconds: 59, protect: [] },
    { when: "60 s after it was refused it is", seconds: 60, protect: ["a"] },
  ])("$when", ({ seconds, protect }) => {
    const given = asked({ askedAtMs: secondsAgo(seconds) });
    expect(planProtection([task("a")], given, 32, nowMs).protect).toEqual(protect);
  });
});

describe("what the destinations are told of victims", () => {
  const told = (name: string, taskIds: readonly string[] | null, isNews: boolean) =>
    ({ name, withdrawal: { told: taskIds, isNews } }) as unknown as ServicePlan;
  const fronts = new Map([
    ["web", ["zone/Z2", "nginx/edge"]],
    ["api", ["zone/Z1", "nginx/edge"]],
  ]);

  it.each([
    { when: "nothing", services: [told("web", null, false)], gives: {} },
    {
      when: "the same again: nobody is woken",
      services: [told("web", ["a"], false)],
      gives: { withdrawals: { posts: [{ service: "web", taskIds: ["a"], atMs: nowMs }], wakes: [] } },
    },
    {
      when: "news of two: each destination is woken once, sorted",
      services: [told("web", ["a"], true), told("api", [], true)],
      gives: {
        withdrawals: {
          posts: [
            { service: "web", taskIds: ["a"], atMs: nowMs },
            { service: "api", taskIds: [], atMs: nowMs },
          ],
          wakes: ["nginx/edge", "zone/Z1", "zone/Z2"],
        },
      },
    },
  ])("$when", ({ services, gives }) => expect(toldWithdrawals(services, fronts, nowMs)).toEqual(gives));
});

import { describe, expect, it } from "@jest/globals";
import { attributesOf, fingerprint, publishedOf } from "../../shared/records/cloud-map/cloud-map-instance.ts";
import type { CloudMapMemory, RegisteredInstance } from "../../shared/records/cloud-map/cloud-map-memory.ts";
import { planCloudMap } from "../../shared/records/cloud-map/plan-cloud-map.ts";
import { rememberRegistered } from "../../shared/records/cloud-map/remember-registered.ts";
import { serviceConfig } from "../scale/small-world.ts";
import { cloudMapInput, entry, instance, task } from "./cloud-map-case.ts";

const nowMs = 1_000_000;
const written = (id: string, changes: Partial<RegisteredInstance> = {}): RegisteredInstance => ({
  written: fingerprint(instance(id).attributes),
  before: null,
  writtenAtMs: nowMs - 10_000,
  isSeen: false,
  ...changes,
});

type Outcome = Parameters<typeof rememberRegistered>[1];
const there = (...instances: readonly ReturnType<typeof instance>[]): Outcome["instances"] =>
  new Map(instances.map((one) => [one.id, one]));

describe("what is remembered of a registration", () => {
  const old = { writtenAtMs: nowMs - 3_600_000 };
  const moved = instance("t1", { AWS_INSTANCE_IPV4: "10.9.9.9" });

  it.each<{ when: string; before: CloudMapMemory["registered"]; outcome: Partial<Outcome>; gives: object }>([
    {
      when: "it is found in place: it was seen",
      before: { t1: written("t1") },
      outcome: { instances: there(instance("t1")) },
      gives: { t1: written("t1", { isSeen: true }) },
    },
    {
      when: "it is found otherwise: it was not seen",
      before: { t1: written("t1", old) },
      outcome: { instances: there(moved) },
      gives: { t1: written("t1", old) },
    },
    {
      when: "it may still appear",
      before: { t1: written("t1") },
      outcome: {},
      gives: { t1: written("t1") },
    },
    { when: "it has not appeared for long", before: { t1: written("t1", old) }, outcome: {}, gives: {} },
    { when: "it was seen, and is gone", before: { t1: written("t1", { isSeen: true }) }, outcome: {}, gives: {} },
    {
      when: "it is in place and removed now",
      before: { t1: written("t1", old) },
      outcome: { instances: there(instance("t1")), removed: ["t1"] },
      gives: {},
    },
    {
      when: "another stack has taken its place",
      before: { t1: written("t1", old) },
      outcome: { instances: there(instance("t1", { HEADGATE_STACK: "other" })) },
      gives: {},
    },
    {
      when: "it is registered now, over what was there",
      before: { t1: written("t1", { isSeen: true }) },
      outcome: { instances: there(moved), registers: [instance("t1")] },
      gives: { t1: written("t1", { before: fingerprint(moved.attributes), writtenAtMs: nowMs }) },
    },
    {
      when: "several: sorted by instance",
      before: { t3: written("t3"), t1: written("t1") },
      outcome: { registers: [instance("t2")] },
      gives: { t1: written("t1"), t2: written("t2", { writtenAtMs: nowMs }), t3: written("t3") },
    },
  ])("$when", ({ before, outcome, gives }) => {
    const next = rememberRegistered(
      { registered: before },
      { instances: new Map(), registers: [], removed: [], stack: "shop", ...outcome },
      nowMs,
    );
    // As text, because the order is told by nothing else.
    expect(JSON.stringify(next.registered)).toBe(JSON.stringify(gives));
  });
});

describe("an instance", () => {
  it.each([
    { when: "IPv4 and a port", ipv4: "10.0.0.1", ipv6: null, port: 80 },
    { when: "IPv6 only", ipv4: null, ipv6: "2001:db8::1", port: 80 },
    { when: "both and no port", ipv4: "10.0.0.1", ipv6: "2001:db8::1", port: null },
  ])("is read back as it was written: $when", ({ when: _, ...place }) => {
    const attributes = attributesOf({ taskId: "t1", instanceId: null, ...place }, "shop", "web");
    expect(Object.values(attributes).every((value) => typeof value === "string")).toBe(true);
    expect(publishedOf({ id: "t1", attributes })).toEqual({ taskId: "t1", ...place });
  });
});

describe("two services at one Cloud Map service", () => {
  const two = (policies: readonly ("sync" | "observe")[], names = ["web", "api"]) => ({
    ...cloudMapInput().destination,
    services: policies.map((policy, index) => ({
      service: serviceConfig({ name: names[index]! }),
      entries: [entry({ policy })],
    })),
  });
  const listed = (...tasks: readonly ReturnType<typeof task>[]) => ({ kind: "known", value: { tasks } }) as const;
  const gone = instance("t9", { HEADGATE_SERVICE: "old" });

  it.each([
    { when: "both in sync: what a third one left is removed", policies: ["sync", "sync"], removed: ["t9"] },
    { when: "one of them in observe: it stays", policies: ["sync", "observe"], removed: [] },
    { when: "both in observe: it stays", policies: ["observe", "observe"], removed: [] },
    { when: "none is left: it stays, for want of a policy", policies: [], removed: [] },
  ] as const)("$when", ({ policies, removed }) => {
    const { actions } = planCloudMap(
      cloudMapInput(
        { instances: [instance("t1"), gone] },
        {
          destination: two(policies),
          listings: new Map([
            ["web", listed(task("t1"))],
            ["api", listed(task("t2"))],
          ]),
        },
      ),
      nowMs,
    );
    const drops = actions.flatMap((one) => (one.kind === "deregister-instance" ? [one.instanceId] : []));
    expect(drops).toEqual(removed);
  });

  it("is looked at again soon while one of them has a task on its way", () => {
    const waits = task("t2", { lastStatus: "PENDING" });
    const listings = new Map([
      ["web", listed(task("t1"))],
      ["api", listed(waits)],
    ]);
    const { lookAgainInSeconds } = planCloudMap(
      cloudMapInput({ instances: [instance("t1")] }, { destination: two(["sync", "sync"]), listings }),
      nowMs,
    );
    expect(lookAgainInSeconds).toBe(10);
  });

  it("writes registrations first and each kind by instance, findings by service, in whatever order they are given", () => {
    for (const names of [
      ["web", "api"],
      ["api", "web"],
    ]) {
      const { actions, findings } = planCloudMap(
        cloudMapInput(
          { instances: [gone, instance("t8", { HEADGATE_SERVICE: "old" })] },
          {
            destination: two(["sync", "sync"], names),
            listings: new Map([
              ["web", listed(task("t1"), task("t4"), task("t5", { ports: [], addresses: noAddresses }))],
              ["api", listed(task("t3"), task("t2"), task("t6", { ports: [], addresses: noAddresses }))],
            ]),
          },
        ),
        nowMs,
      );
      expect(actions.map((one) => ("instanceId" in one ? `${one.kind} ${one.instanceId}` : one.kind))).toEqual([
        "register-instance t1",
        "register-instance t2",
        "register-instance t3",
        "register-instance t4",
        "deregister-instance t8",
        "deregister-instance t9",
      ]);
      expect(findings.map(({ code, service }) => `${code} ${service}`)).toEqual([
        "task-without-address api",
        "task-without-address web",
      ]);
    }
  });
});

describe("what a finding names", () => {
  it.each([
    {
      count: 5,
      says: "task t1: no-address, task t2: no-address, task t3: no-address, task t4: no-address, task t5: no-address",
    },
    {
      count: 7,
      says: "task t1: no-address, task t2: no-address, task t3: no-address, task t4: no-address, task t5: no-address and 2 more",
    },
  ])(
    "of $count tasks is the first five, and how many more; one that is unhealthy has an address",
    ({ count, says }) => {
      const tasks = Array.from({ length: count }, (_, index) => task(`t${index + 1}`, { addresses: noAddresses }));
      const sick = task("t0", { health: "UNHEALTHY" });
      const { findings } = planCloudMap(cloudMapInput({ tasks: [sick, ...tasks] }), nowMs);
      expect(findings.map(({ numbers, detail }) => ({ numbers, detail }))).toEqual([
        { numbers: { taskCount: count }, detail: `Cloud Map service srv-1: ${says}` },
      ]);
    },
  );

  it("in upsert-only is what stays, sorted, in whatever order it was read", () => {
    const given = { entry: { policy: "upsert-only" }, tasks: [task("t1"), task("t4"), task("t5")] } as const;
    const instances = ["t3", "t1", "t2"].map((id) => instance(id));
    const stops = ["t2", "t3"].map((id) => task(id, { desiredStatus: "STOPPED" }));
    for (const read of [instances, instances.toReversed()]) {
      const input = cloudMapInput({ ...given, tasks: [...given.tasks, ...stops], instances: read });
      expect(planCloudMap(input, nowMs).findings.map(({ code, detail }) => `${code} ${detail}`)).toEqual([
        "upsert-only-kept Cloud Map service srv-1: instance t2, instance t3",
      ]);
    }
  });

  it("in observe is how many would be registered and removed", () => {
    const { findings } = planCloudMap(
      cloudMapInput({
        entry: { policy: "observe" },
        tasks: [task("t1"), task("t2", { desiredStatus: "STOPPED" }), task("t3")],
        instances: [instance("t2"), instance("t3"), instance("t1", { AWS_INSTANCE_IPV4: "10.9.9.9" })],
      }),
      nowMs,
    );
    expect(findings.map(({ code, numbers }) => ({ code, numbers }))).toEqual([
      { code: "would-change-records", numbers: { addedCount: 0, changedCount: 1, removedCount: 1 } },
    ]);
  });
});

const noAddresses = { privateIpv4: null, publicIpv4: null, ipv6: null };

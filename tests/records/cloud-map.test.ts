import { describe, expect, it } from "@jest/globals";
import type { Reading } from "../../shared/reading.ts";
import type { CloudMapInput } from "../../shared/records/cloud-map/cloud-map-input.ts";
import { planCloudMap } from "../../shared/records/cloud-map/plan-cloud-map.ts";
import type { TaskListing } from "../../shared/records/task-listing.ts";
import { serviceConfig } from "../scale/small-world.ts";
import {
  type CloudMapCase,
  carryOut,
  cloudMapInput,
  ecsInstance,
  entry,
  instance,
  serviceId,
  stopped,
  task,
} from "./cloud-map-case.ts";

const nowMs = 1_000_000;
const adds = (id: string, attributes = instance(id).attributes) => ({
  kind: "register-instance",
  serviceId,
  instanceId: id,
  attributes,
});
const drops = (id: string) => ({ kind: "deregister-instance", serviceId, instanceId: id });
const told = (code: string, numbers: Record<string, number>, detail: string) => ({
  code,
  service: "web",
  database: null,
  numbers,
  detail: `Cloud Map service srv-1: ${detail}`,
  unlocks: [],
});

type Row = {
  when: string;
  given: CloudMapCase;
  actions?: readonly object[];
  findings?: readonly object[];
  lookAgain?: number;
};

const mostlyGone = {
  tasks: [task("t1"), stopped("t9")],
  instances: ["t1", "t2", "t3"].map((id) => instance(id)),
};

describe("a Cloud Map service", () => {
  it.each<Row>([
    { when: "without tasks and instances has nothing to do", given: {} },
    {
      when: "takes up every task, in order",
      given: { tasks: [task("t2"), task("t1")] },
      actions: [adds("t1"), adds("t2")],
    },
    { when: "that is right is left alone", given: { tasks: [task("t1")], instances: [instance("t1")] } },
    {
      when: "loses a task that was seen to stop, after the new one has come",
      given: { tasks: [stopped("t1"), task("t2")], instances: [instance("t1")] },
      actions: [adds("t2"), drops("t1")],
    },
    {
      when: "gets both addresses of a dual-stack task",
      given: { tasks: [task("t1")], entry: { family: "dual" } },
      actions: [adds("t1", instance("t1", { AWS_INSTANCE_IPV6: "2001:db8::1" }).attributes)],
    },
    {
      when: "follows a dynamic port",
      given: {
        tasks: [task("t1", { ports: [{ protocol: "tcp", containerPort: 80, hostPort: 32768 }] })],
        instances: [instance("t1")],
        entry: { containerPort: 80 },
      },
      actions: [adds("t1", instance("t1", { AWS_INSTANCE_PORT: "32768" }).attributes)],
    },
    {
      when: "gets a task without a port where none is named",
      given: { tasks: [task("t1", { ports: [] })] },
      actions: [adds("t1", { AWS_INSTANCE_IPV4: "10.0.0.1", HEADGATE_STACK: "shop", HEADGATE_SERVICE: "web" })],
    },
    {
      when: "does not get a task without the port that is named",
      given: { tasks: [task("t1", { ports: [] })], entry: { containerPort: 80 } },
      findings: [told("task-without-address", { taskCount: 1 }, "task t1: no-port")],
    },
    {
      when: "is looked at again while a task is on its way",
      given: { tasks: [task("t1", { lastStatus: "PENDING" })] },
      lookAgain: 10,
    },
    {
      when: "loses a withdrawn task first, and is looked at again",
      given: { tasks: [task("t1"), task("t2")], instances: [instance("t1"), instance("t2")], withdrawn: ["t2"] },
      actions: [drops("t2")],
      lookAgain: 10,
    },
    {
      when: "keeps what most of its tasks were not seen to leave",
      given: mostlyGone,
      findings: [
        told(
          "mass-removal-held",
          { publishedCount: 3, leavingCount: 2, unseenCount: 2 },
          "stays: task t2 (10.0.0.2 port 8080), task t3 (10.0.0.3 port 8080)",
        ),
      ],
    },
    {
      when: "keeps everything when nothing is listed",
      given: { instances: [instance("t1")] },
      findings: [
        told(
          "no-task-listed",
          { publishedCount: 1, leavingCount: 1, unseenCount: 1 },
          "stays: task t1 (10.0.0.1 port 8080)",
        ),
      ],
    },
    {
      when: "leaves ECS's own registration of a task alone, and says whose it is",
      given: { tasks: [task("t1"), task("t2")], instances: [ecsInstance("t1"), ecsInstance("t8")] },
      actions: [adds("t2")],
      findings: [
        told(
          "record-not-owned",
          { instanceCount: 1 },
          "instance t1 was registered by ECS's own service discovery of the service web-v1",
        ),
      ],
    },
    {
      when: "leaves another stack's instances alone",
      given: {
        tasks: [task("t1"), stopped("t2")],
        instances: ["t1", "t2"].map((id) => instance(id, { HEADGATE_STACK: "other" })),
      },
      findings: [
        told("record-not-owned", { instanceCount: 1 }, "instance t1 was registered by the Headgate stack other"),
      ],
    },
    {
      when: "leaves what nobody has signed alone",
      given: { tasks: [task("t1")], instances: [{ id: "t1", attributes: {} }] },
      findings: [
        told("record-not-owned", { instanceCount: 1 }, "instance t1 was registered by somebody who left no name"),
      ],
    },
    {
      when: "with upsert-only keeps what is gone, and says so",
      given: {
        tasks: [stopped("t1"), task("t2")],
        instances: [instance("t1")],
        entry: { policy: "upsert-only" },
      },
      actions: [adds("t2")],
      findings: [told("upsert-only-kept", { keptCount: 1 }, "instance t1")],
    },
    {
      when: "with observe is only told what would change",
      given: {
        tasks: [stopped("t1"), task("t2"), task("t3", { ports: [] })],
        instances: [instance("t1"), instance("t3")],
        entry: { policy: "observe" },
      },
      findings: [
        told(
          "would-change-records",
          { addedCount: 1, changedCount: 1, removedCount: 1 },
          "instances would be registered or deregistered",
        ),
      ],
    },
    {
      when: "with observe and nothing to change says nothing",
      given: { tasks: [task("t1")], instances: [instance("t1")], entry: { policy: "observe" } },
    },
    {
      when: "loses what a service that is published here no more has left",
      given: { tasks: [task("t1")], instances: [instance("t1"), instance("t7", { HEADGATE_SERVICE: "old" })] },
      actions: [drops("t7")],
    },
    {
      when: "takes over a task that was registered under the service's former name",
      given: { tasks: [task("t1")], instances: [instance("t1", { HEADGATE_SERVICE: "old" })] },
      actions: [adds("t1")],
    },
    {
      when: "with upsert-only keeps what another service has left",
      given: {
        tasks: [task("t1")],
        instances: [instance("t1"), instance("t7", { HEADGATE_SERVICE: "old" })],
        entry: { policy: "upsert-only" },
      },
    },
  ])("$when", ({ given, actions = [], findings = [], lookAgain = null }) => {
    const plan = planCloudMap(cloudMapInput(given), nowMs);
    expect({ actions: plan.actions, findings: plan.findings, lookAgain: plan.lookAgainInSeconds }).toEqual({
      actions,
      findings,
      lookAgain,
    });
  });

  it("that can't be read is left alone, and what is remembered of it stays", () => {
    const memory = { registered: { t1: { written: "x", before: null, writtenAtMs: 1, isSeen: true } } };
    const observed = {
      kind: "unknown",
      because: "access-denied",
      detail: "servicediscovery:ListInstances: no",
    } as const;
    const input = cloudMapInput({ tasks: [task("t1")], withdrawn: ["t1"] }, { observed, memory });
    expect(planCloudMap(input, nowMs)).toEqual({
      actions: [],
      findings: [
        {
          ...told("destination-unknown", {}, "servicediscovery:ListInstances: no"),
          service: null,
        },
      ],
      absent: {},
      lookAgainInSeconds: null,
      memory,
    });
  });

  it.each<{ when: string; listings: CloudMapInput["listings"]; detail: string }>([
    {
      when: "unknown",
      listings: new Map([["web", { kind: "unknown", because: "failed", detail: "no answer" }] as const]),
      detail: "no answer",
    },
    { when: "missing", listings: new Map(), detail: "its tasks were not read" },
  ])("keeps all of a service whose listing is $when", ({ listings, detail }) => {
    const plan = planCloudMap(cloudMapInput({ instances: [instance("t1")] }, { listings }), nowMs);
    expect([plan.actions, plan.findings]).toEqual([
      [],
      [told("listing-unknown", { publishedCount: 1, leavingCount: 0, unseenCount: 0 }, detail)],
    ]);
  });

  it("follows a service from 1 to 2, 5, 0 and 3 tasks", () => {
    let instances: ReturnType<typeof carryOut> = [];
    let memory: ReturnType<typeof planCloudMap>["memory"] | null = null;
    const ids = (from: number, count: number) => Array.from({ length: count }, (_, n) => `t${from + n}`);
    const steps = [ids(1, 1), ids(1, 2), ids(1, 5), [], ids(6, 3)];
    const seen = steps.map((running) => {
      const gone = instances.map(({ id }) => id).filter((id) => !running.includes(id));
      const tasks = [...running.map((id) => task(id)), ...gone.map(stopped)];
      const plan = planCloudMap(cloudMapInput({ tasks, instances }, { memory }), nowMs);
      instances = carryOut(instances, plan.actions);
      memory = plan.memory;
      return instances.map(({ id }) => id).sort();
    });
    expect(seen).toEqual(steps);
  });
});

describe("two services at one Cloud Map service", () => {
  const services = ["api", "web"].map((name) => ({ service: serviceConfig({ name }), entries: [entry()] }));
  const destination = { kind: "cloud-map", id: "cloud-map/srv-1", serviceId, services } as const;
  const known = (...ids: string[]) => ({ kind: "known", value: { tasks: ids.map((id) => task(id)) } }) as const;

  it("are planned side by side, and an unknown one takes the other not along", () => {
    const unknown = { kind: "unknown", because: "failed", detail: "no answer" } as const;
    const instances = [instance("t1", { HEADGATE_SERVICE: "api" }), instance("t8")];
    const listings: CloudMapInput["listings"] = new Map<string, Reading<TaskListing>>([
      ["api", unknown],
      ["web", known("t2", "t3")],
    ]);
    const input = cloudMapInput({ instances }, { destination, listings });
    const plan = planCloudMap(input, nowMs);
    expect(plan.actions).toEqual([adds("t2"), adds("t3")]);
    expect(plan.findings.map(({ code, service }) => [code, service])).toEqual([
      ["listing-unknown", "api"],
      ["mass-removal-held", "web"],
    ]);
  });
});

describe("a withdrawn task", () => {
  const absent = (given: CloudMapCase, changes = {}) => planCloudMap(cloudMapInput(given, changes), nowMs).absent;
  it.each([
    { when: "is absent where it is not registered", instances: [instance("t1")], gives: { web: ["t2"] } },
    { when: "is not absent while it is", instances: [instance("t1"), instance("t2")], gives: { web: [] } },
    { when: "is not ours to remove where ECS registered it", instances: [ecsInstance("t2")], gives: { web: ["t2"] } },
  ])("$when", ({ instances, gives }) => {
    expect(absent({ tasks: [task("t1"), task("t2")], withdrawn: ["t2"], instances })).toEqual(gives);
  });

  it.each([
    { when: "may still appear", secondsAgo: 59, gives: { web: [] }, lookAgain: 10 },
    { when: "has failed by now", secondsAgo: 60, gives: { web: ["t2"] }, lookAgain: null },
    {
      when: "by a clock that was ahead, is not waited for",
      secondsAgo: -3_600,
      gives: { web: ["t2"] },
      lookAgain: null,
    },
  ])("whose registration was sent $secondsAgo s ago $when", ({ secondsAgo, gives, lookAgain }) => {
    const sent = { written: "x", before: null, writtenAtMs: nowMs - secondsAgo * 1000, isSeen: false };
    const input = cloudMapInput(
      { tasks: [task("t1"), task("t2")], withdrawn: ["t2"], instances: [instance("t1")] },
      { memory: { registered: { t2: sent } } },
    );
    const plan = planCloudMap(input, nowMs);
    expect([plan.absent, plan.lookAgainInSeconds]).toEqual([gives, lookAgain]);
  });

  it("nobody is absent where nobody is withdrawn", () => expect(absent({ tasks: [task("t1")] })).toEqual({}));
});

describe("a change by hand", () => {
  const tasks = [task("t1"), task("t2")];
  const right = [instance("t1"), instance("t2")];
  const moved = instance("t1", { AWS_INSTANCE_IPV4: "10.9.9.9" });
  const later = nowMs + 60_000;
  /** Both registered by us; seen in place unless told otherwise. */
  const remembered = (seen: boolean) => {
    const sent = planCloudMap(cloudMapInput({ tasks }), nowMs).memory;
    return seen ? planCloudMap(cloudMapInput({ tasks, instances: right }, { memory: sent }), nowMs).memory : sent;
  };
  const restored = (...ids: string[]) => ids.map((id) => `instance ${id}`).join(", ");
  it.each([
    {
      when: "attributes of ours are set back",
      memory: remembered(true),
      instances: [moved, right[1]!],
      gives: restored("t1"),
    },
    {
      when: "a removed instance is registered again",
      memory: remembered(true),
      instances: [right[1]!],
      gives: restored("t1"),
    },
    {
      when: "one that has not come yet was not removed",
      memory: remembered(false),
      instances: [right[1]!],
      gives: null,
    },
    {
      when: "one that came otherwise than it was sent was changed",
      memory: remembered(false),
      instances: [moved, right[1]!],
      gives: restored("t1"),
    },
    { when: "nobody can tell without a memory", memory: null, instances: [moved, right[1]!], gives: null },
  ])("$when", ({ memory, instances, gives }) => {
    const plan = planCloudMap(cloudMapInput({ tasks, instances }, { memory }), later);
    expect(plan.actions).toEqual([adds("t1")]);
    const findings = gives === null ? [] : [told("record-restored", { instanceCount: 1 }, gives)];
    expect(plan.findings).toEqual(findings);
  });

  it("is told once, not again while the restored one is on its way", () => {
    const first = planCloudMap(
      cloudMapInput({ tasks, instances: [moved, right[1]!] }, { memory: remembered(true) }),
      later,
    );
    const again = planCloudMap(
      cloudMapInput({ tasks, instances: [moved, right[1]!] }, { memory: first.memory }),
      later,
    );
    expect([first.findings.length, again.findings.length]).toEqual([1, 0]);
    expect(again.actions).toEqual(first.actions);
  });

  it("a change of the task itself is none", () => {
    const ports = [{ protocol: "tcp", containerPort: 80, hostPort: 32768 }] as const;
    const tasksNow = [task("t1", { ports }), task("t2")];
    const plan = planCloudMap(
      cloudMapInput({ tasks: tasksNow, instances: right }, { memory: remembered(true) }),
      later,
    );
    expect(plan.actions).toEqual([adds("t1", instance("t1", { AWS_INSTANCE_PORT: "32768" }).attributes)]);
    expect(plan.findings).toEqual([]);
  });

  it("a withdrawal that was given up is none either", () => {
    const withdrawn = cloudMapInput({ tasks, instances: right, withdrawn: ["t1"] }, { memory: remembered(true) });
    const { actions, memory } = planCloudMap(withdrawn, later);
    expect(actions).toEqual([drops("t1")]);
    const back = planCloudMap(cloudMapInput({ tasks, instances: [right[1]!] }, { memory }), later);
    expect([back.actions, back.findings]).toEqual([[adds("t1")], []]);
  });

  it("a removal of our own is none, and is forgotten", () => {
    const gone = [stopped("t1"), task("t2")];
    const first = planCloudMap(cloudMapInput({ tasks: gone, instances: right }, { memory: remembered(true) }), later);
    expect(first.actions).toEqual([drops("t1")]);
    const next = cloudMapInput({ tasks: gone, instances: [right[1]!] }, { memory: first.memory });
    const second = planCloudMap(next, later);
    expect([second.actions, second.findings, Object.keys(second.memory.registered)]).toEqual([[], [], ["t2"]]);
  });
});

import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { CloudMapConfig } from "../../shared/config/publication.ts";
import type { Reading } from "../../shared/reading.ts";
import type { CloudMapInput } from "../../shared/records/cloud-map/cloud-map-input.ts";
import type { CloudMapInstance } from "../../shared/records/cloud-map/cloud-map-instance.ts";
import { planCloudMap } from "../../shared/records/cloud-map/plan-cloud-map.ts";
import type { ListedTask, TaskListing } from "../../shared/records/task-listing.ts";
import { always } from "../plan/always.ts";
import { shuffled } from "../plan/shuffled.ts";
import { serviceConfig } from "../scale/small-world.ts";
import { carryOut, ecsInstance, entry, instance, serviceId, task } from "./cloud-map-case.ts";

const nowMs = 1_000_000;
const names = ["api", "web"] as const;
/** Task ids are unique among services, as ECS's are. */
const idsOf = { api: ["t1", "t2", "t3", "t4"], web: ["t5", "t6", "t7", "t8"] } as const;
const everyId = [...idsOf.api, ...idsOf.web, "t9"];

const someTask = (taskId: string): fc.Arbitrary<ListedTask> =>
  fc
    .record({
      desiredStatus: fc.constantFrom("RUNNING" as const, "RUNNING" as const, "STOPPED" as const),
      lastStatus: fc.constantFrom("RUNNING", "RUNNING", "RUNNING", "PENDING", "STOPPED"),
      health: fc.constantFrom("HEALTHY" as const, "HEALTHY" as const, "UNHEALTHY" as const),
      hostPort: fc.constantFrom(8080, 32768),
    })
    .map(({ hostPort, ...state }) =>
      task(taskId, { ...state, ports: [{ protocol: "tcp", containerPort: 80, hostPort }] }),
    );
const listing = (name: (typeof names)[number]): fc.Arbitrary<Reading<TaskListing>> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .subarray([...idsOf[name]])
        .chain((ids) => fc.tuple(...ids.map(someTask)))
        .map((tasks) => ({ kind: "known" as const, value: { tasks } })),
    },
    {
      weight: 1,
      arbitrary: fc.constant({ kind: "unknown" as const, because: "failed" as const, detail: "no answer" }),
    },
  );
const someInstance = (id: string): fc.Arbitrary<CloudMapInstance> =>
  fc.oneof(
    ...["api", "web", "old"].map((service) => fc.constant(instance(id, { HEADGATE_SERVICE: service }))),
    fc.constant(instance(id, { AWS_INSTANCE_IPV4: "10.9.9.9" })),
    fc.constant(instance(id, { HEADGATE_STACK: "other" })),
    fc.constant(ecsInstance(id)),
    fc.constant({ id, attributes: {} }),
  );
const instances = fc.subarray(everyId).chain((ids) => fc.tuple(...ids.map(someInstance)));

type Case = { readonly input: CloudMapInput; readonly instances: readonly CloudMapInstance[] };
const someCase = (policies: readonly CloudMapConfig["policy"][]): fc.Arbitrary<Case> =>
  fc
    .record({
      instances,
      policy: fc.constantFrom(...policies),
      api: listing("api"),
      web: listing("web"),
      withdrawn: fc.subarray([...idsOf.web], { maxLength: 2 }),
    })
    .map((given) => ({
      instances: given.instances,
      input: {
        destination: {
          kind: "cloud-map",
          id: `cloud-map/${serviceId}`,
          serviceId,
          services: names.map((name) => ({
            service: serviceConfig({ name }),
            entries: [entry({ policy: given.policy, containerPort: 80 })],
          })),
        },
        stack: "shop",
        observed: { kind: "known", value: given.instances },
        listings: new Map([
          ["api", given.api],
          ["web", given.web],
        ]),
        withdrawals: new Map([["web", given.withdrawn]]),
        memory: null,
      },
    }));

const isOurs = ({ attributes }: CloudMapInstance): boolean => attributes["HEADGATE_STACK"] === "shop";
const byId = (a: CloudMapInstance, b: CloudMapInstance): number => (a.id < b.id ? -1 : 1);
const sorted = (all: readonly CloudMapInstance[]) => [...all].sort(byId);
const every = someCase(["sync", "upsert-only", "observe"]);

describe("a Cloud Map service", () => {
  it("always has every published task and no other, but for what is held or foreign, once the plan is carried out", () => {
    always(
      fc.property(someCase(["sync"]), ({ input, instances: before }) => {
        const plan = planCloudMap(input, nowMs);
        const after = carryOut(before, plan.actions);
        const foreign = new Set(before.filter((one) => !isOurs(one)).map(({ id }) => id));
        const held = new Set(
          plan.findings.filter(({ code }) => /held|listed|unknown/.test(code)).map(({ service }) => service),
        );
        for (const name of names) {
          const read = input.listings.get(name)!;
          if (read.kind === "unknown" || held.has(name)) continue;
          const up = read.value.tasks.filter(
            ({ taskId, desiredStatus, lastStatus, health }) =>
              desiredStatus === "RUNNING" &&
              lastStatus === "RUNNING" &&
              health === "HEALTHY" &&
              !(input.withdrawals.get(name) ?? []).includes(taskId),
          );
          const expected = up
            .filter(({ taskId }) => !foreign.has(taskId))
            .map(({ taskId, ports }) =>
              instance(taskId, { HEADGATE_SERVICE: name, AWS_INSTANCE_PORT: String(ports[0]!.hostPort) }),
            );
          const there = after.filter((one) => isOurs(one) && one.attributes["HEADGATE_SERVICE"] === name);
          expect(sorted(there)).toEqual(sorted(expected));
        }
      }),
      3_000,
    );
  });

  it("never changes again once the plan is carried out, with what is remembered and without", () => {
    always(
      fc.property(every, fc.boolean(), ({ input, instances: before }, remembers) => {
        const plan = planCloudMap(input, nowMs);
        const after = carryOut(before, plan.actions);
        const memory = remembers ? plan.memory : null;
        const again = planCloudMap({ ...input, observed: { kind: "known", value: after }, memory }, nowMs + 10_000);
        // Without memory what was held may be a smaller part, once those that were seen to stop have gone.
        const isForgotten = !remembers && plan.findings.some(({ code }) => code === "mass-removal-held");
        const kinds = again.actions.map(({ kind }) => kind);
        expect(isForgotten ? kinds.filter((kind) => kind === "register-instance") : kinds).toEqual([]);
        expect(again.findings.filter(({ code }) => code === "record-restored")).toEqual([]);
      }),
      2_000,
    );
  });

  it("never touches what is not ours", () => {
    always(
      fc.property(every, ({ input, instances: before }) => {
        const after = carryOut(before, planCloudMap(input, nowMs).actions);
        const foreign = (all: readonly CloudMapInstance[]) => sorted(all.filter((one) => !isOurs(one)));
        expect(foreign(after)).toEqual(foreign(before));
      }),
      2_000,
    );
  });

  it("never loses an instance of a service whose listing is unknown", () => {
    always(
      fc.property(every, ({ input, instances: before }) => {
        const after = new Set(carryOut(before, planCloudMap(input, nowMs).actions).map(({ id }) => id));
        for (const one of before) {
          const reading = input.listings.get(one.attributes["HEADGATE_SERVICE"] ?? "");
          if (isOurs(one) && reading?.kind === "unknown") expect(after.has(one.id)).toBe(true);
        }
      }),
      2_000,
    );
  });

  it("is never written with observe, and nothing is ever removed with upsert-only", () => {
    always(
      fc.property(someCase(["observe"]), someCase(["upsert-only"]), (observe, upsert) => {
        expect(planCloudMap(observe.input, nowMs).actions).toEqual([]);
        const kinds = planCloudMap(upsert.input, nowMs).actions.map(({ kind }) => kind);
        expect(kinds).not.toContain("deregister-instance");
      }),
      500,
    );
  });

  it("never depends on the order of anything", () => {
    always(
      fc.property(every, fc.integer({ min: 1, max: 1_000 }), ({ input, instances: before }, salt) => {
        const listings = new Map(
          shuffled([...input.listings], salt).map(([name, reading]) => [
            name,
            reading.kind === "unknown"
              ? reading
              : { kind: "known" as const, value: { tasks: shuffled(reading.value.tasks, salt) } },
          ]),
        );
        const moved: CloudMapInput = {
          ...input,
          listings,
          observed: { kind: "known", value: shuffled(before, salt) },
          destination: { ...input.destination, services: shuffled(input.destination.services, salt) },
        };
        expect(planCloudMap(moved, nowMs)).toEqual(planCloudMap(input, nowMs));
      }),
      1_000,
    );
  });
});

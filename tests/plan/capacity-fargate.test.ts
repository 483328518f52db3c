import { describe, expect, it } from "@jest/globals";
import { capacityFindings } from "../../shared/plan/capacity/capacity-findings.ts";
import { fargatePrices, fargateRoom } from "../../shared/plan/capacity/fargate-room.ts";
import type { Party } from "../../shared/plan/party.ts";
import type { CapacityReading, FargateReading, Placement } from "../../shared/plan/readings/capacity-reading.ts";
import { known, nowMs, secondsAgo, service, unknown } from "./builders.ts";
import { party, placement } from "./capacity-case.ts";

const fargate = (quota: number, used: number): FargateReading => ({
  quotaVcpu: known(quota),
  used: known({ vcpu: used, atMs: secondsAgo(300) }),
});

const capacity = (reading: FargateReading | null, changes: Partial<Placement> = {}): CapacityReading => ({
  clusters: [],
  placements: { web: known(placement({ cpuUnits: 256, providers: ["FARGATE"], ...changes })) },
  fargate: reading,
});

const onFargate = { capacity: { kind: "fargate" } as const };
const web = (desired: number, running = desired, atDatapoint: number | null = null): Party => {
  const tenant = party("web", desired, { ...onFargate, counts: { running, pending: desired - running } });
  if (atDatapoint === null) return tenant;
  return { ...tenant, memory: { ...tenant.memory, running: [{ atMs: secondsAgo(900), tasks: atDatapoint }] } };
};

describe("the Fargate quota as a room, in thousandths of a vCPU", () => {
  it.each([
    { when: "is quota less use", reading: fargate(100, 40), parties: [web(4)], free: 60_000 },
    { when: "rounds use up and the quota down", reading: fargate(6.0009, 5.9999), parties: [web(4)], free: 0 },
    { when: "is negative where more runs than is allowed", reading: fargate(6, 7), parties: [web(4)], free: -1000 },
    {
      when: "keeps what was decided and doesn't run yet",
      reading: fargate(100, 40),
      parties: [web(8, 4)],
      free: 59_000,
    },
    {
      when: "keeps what has started since the datapoint",
      reading: fargate(100, 40),
      parties: [web(8, 8, 4)],
      free: 59_000,
    },
    {
      when: "gets nothing back for what has stopped since",
      reading: fargate(100, 40),
      parties: [web(4, 4, 8)],
      free: 60_000,
    },
  ])("$when", ({ reading, parties, free }) => {
    expect(fargateRoom(capacity(reading), parties, nowMs)?.freeUnits).toBe(free);
  });

  it.each([
    { when: "without any reading", reading: null },
    { when: "with an unknown quota", reading: { ...fargate(1, 1), quotaVcpu: unknown() } },
    { when: "with an unknown use", reading: { ...fargate(1, 1), used: unknown() } },
  ])("$when there is no room, and nothing is priced", ({ reading }) => {
    const room = fargateRoom(capacity(reading), [web(4)], nowMs);
    expect(room).toBeNull();
    expect(fargatePrices(service({ name: "web" }), capacity(reading), room)).toEqual([]);
  });

  it.each([
    { when: "256 units are 250", changes: {}, price: [{ room: "fargate/vcpu", unitsPerTask: 250 }] },
    {
      when: "1,000 units round up to 977",
      changes: { cpuUnits: 1000 },
      price: [{ room: "fargate/vcpu", unitsPerTask: 977 }],
    },
    {
      when: "a mixture with Spot takes of the quota",
      changes: { providers: ["FARGATE", "FARGATE_SPOT"] },
      price: [{ room: "fargate/vcpu", unitsPerTask: 250 }],
    },
    { when: "Spot alone has a quota of its own", changes: { providers: ["FARGATE_SPOT"] }, price: [] },
  ])("$when", ({ changes, price }) => {
    const reading = capacity(fargate(100, 40), changes);
    const room = fargateRoom(reading, [web(4)], nowMs);
    expect(fargatePrices(service({ name: "web" }), reading, room)).toEqual(price);
  });

  it("a service on EC2 takes nothing of it", () => {
    const reading = capacity(fargate(100, 40));
    const onEc2 = {
      ...service({ name: "web" }),
      capacity: { kind: "ec2", maxInstances: null, networkInterfacesPerInstance: null },
    } as const;
    expect(fargatePrices(onEc2, reading, fargateRoom(reading, [], nowMs))).toEqual([]);
  });
});

describe("a quota that can't be read", () => {
  const denied = unknown({ because: "access-denied", detail: "servicequotas:GetServiceQuota: AccessDenied" });
  it.each([
    {
      when: "is said once, for the domain",
      reading: { ...fargate(1, 1), quotaVcpu: denied },
      expected: [{ service: null, detail: denied.detail }],
    },
    {
      when: "is said of its use too",
      reading: { ...fargate(1, 1), used: denied },
      expected: [{ service: null, detail: denied.detail }],
    },
    {
      when: "is not worth a word before anybody has looked",
      reading: { ...fargate(1, 1), quotaVcpu: unknown({ because: "no-data" }) },
      expected: [],
    },
    { when: "is not worth a word where it is known", reading: fargate(1, 1), expected: [] },
  ])("$when", ({ reading, expected }) => {
    const findings = capacityFindings([service({ name: "web" })], capacity(reading));
    expect(findings).toHaveLength(expected.length);
    expect(findings).toMatchObject(expected.map((entry) => ({ code: "fargate-quota-unknown", ...entry })));
  });
});

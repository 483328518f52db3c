import { describe, expect, it } from "@jest/globals";
import type { RecordConfig } from "../../../shared/config/publication.ts";
import { planZone } from "../../../shared/records/dns/plan-zone.ts";
import { ownerNameOf } from "../../../shared/records/owner-name.ts";
import { linesOf, withoutOwnership } from "./run-zone.ts";
import { StrictZone } from "./strict-route53.ts";
import { input, nowMs, privateAddress, record, running, type unlisted } from "./zone-case.ts";

const name = "web.shop.internal";

const latency = (region: string, place: string): RecordConfig =>
  record({
    regional: { regionalName: `${place}.${name}`, setIdentifier: region, by: { kind: "latency", region } },
  });

/** One headgate.yml's name, deployed in two regions that answer for one name in one zone. */
const regions = [
  { region: "eu-central-1", entry: latency("eu-central-1", "eu"), tasks: [1, 2] },
  { region: "us-east-1", entry: latency("us-east-1", "us"), tasks: [3] },
] as const;

const planOf = (
  zone: StrictZone,
  { region, entry }: (typeof regions)[number],
  listing: ReturnType<typeof running> | typeof unlisted,
  records: readonly RecordConfig[] = [entry],
) =>
  planZone(
    {
      ...input({ records: { web: records }, listings: { web: listing }, recordSets: zone.recordSets }),
      stack: ownerNameOf("shop", region),
    },
    nowMs,
  );

const write = (zone: StrictZone, { actions }: ReturnType<typeof planZone>): void => {
  for (const action of actions) if (action.kind === "change-record-sets") zone.apply(action);
};

const both = [
  `eu.${name} A ${privateAddress(1)} + ${privateAddress(2)}`,
  `us.${name} A ${privateAddress(3)}`,
  `${name} A [eu-central-1] -> eu.${name} latency eu-central-1`,
  `${name} A [us-east-1] -> us.${name} latency us-east-1`,
];

describe("the stacks of two regions with one name of headgate.yml, at one DNS name", () => {
  it("each write their own alias, and come to rest beside the other's", () => {
    const zone = new StrictZone([]);
    for (const one of [...regions, ...regions]) write(zone, planOf(zone, one, running(one.tasks)));
    expect(linesOf(withoutOwnership(zone.recordSets))).toEqual(both);
    expect(zone.batches).toBe(2);
    for (const one of regions)
      expect(planOf(zone, one, running(one.tasks))).toMatchObject({ actions: [], findings: [] });
  });

  it("each take away only their own", () => {
    const zone = new StrictZone([]);
    for (const one of regions) write(zone, planOf(zone, one, running(one.tasks)));
    write(zone, planOf(zone, regions[1], running([], [3])));
    expect(linesOf(withoutOwnership(zone.recordSets))).toEqual(both.filter((line) => !line.includes("us")));
    write(zone, planOf(zone, regions[0], running([1]), [record({ name: "other.shop.internal" })]));
    expect(linesOf(withoutOwnership(zone.recordSets))).toEqual([`other.shop.internal A ${privateAddress(1)}`]);
  });

  it("say whose the region is that both want", () => {
    const zone = new StrictZone([]);
    write(zone, planOf(zone, regions[0], running([1])));
    const rival = { ...regions[1], entry: { ...regions[1].entry, regional: regions[0].entry.regional } };
    const { actions, findings } = planOf(zone, rival as (typeof regions)[number], running([3]));
    expect(actions).toEqual([]);
    expect(findings.map(({ code, detail }) => [code, detail])).toEqual([
      [
        "record-not-owned",
        `A eu.${name}: the Headgate stack shop@eu-central-1 owns it, for its service web, A ${name} (eu-central-1): the Headgate stack shop@eu-central-1 owns it, for its service web`,
      ],
    ]);
  });
});

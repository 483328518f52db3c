import type { Change, ResourceRecordSet } from "@aws-sdk/client-route-53";
import { expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { Route53 } from "../../simulator/cloud/route53.ts";

const zoneId = "Z0EXAMPLE";
const parameters = { seed: 20_260_314, numRuns: 150 };

const label = fc.constantFrom("a", "b", "b-c", "*", "api", "10", "x_y");
const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => [...labels, "shop.example"].join("."));
const address = fc.nat({ max: 5 }).map((last) => `10.0.0.${last}`);

/** Sets that are legal by themselves, few enough that names, types and policies meet. */
const recordSet: fc.Arbitrary<ResourceRecordSet> = fc.oneof(
  fc.record({ Name: name, value: address }).map(({ Name, value }) => ({
    Name,
    Type: "A" as const,
    TTL: 10,
    ResourceRecords: [{ Value: value }],
  })),
  fc.record({ Name: name, value: address, id: fc.constantFrom("t1", "t2") }).map(({ Name, value, id }) => ({
    Name,
    Type: "A" as const,
    SetIdentifier: id,
    MultiValueAnswer: true,
    TTL: 10,
    ResourceRecords: [{ Value: value }],
  })),
  name.map((Name) => ({ Name, Type: "TXT" as const, TTL: 300, ResourceRecords: [{ Value: '"x"' }] })),
  name.map((Name) => ({ Name, Type: "CNAME" as const, TTL: 300, ResourceRecords: [{ Value: "other.example" }] })),
);

const batch: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({ Action: fc.constantFrom("CREATE", "UPSERT", "DELETE"), ResourceRecordSet: recordSet }),
  { minLength: 1, maxLength: 4 },
);

const zone = (): Route53 => {
  const route53 = new Route53([], () => 0);
  route53.declareZone({ id: zoneId, domain: "shop.example" });
  return route53;
};

const isTaken = (route53: Route53, changes: readonly Change[]): boolean => {
  try {
    route53.changeResourceRecordSets({ HostedZoneId: zoneId, ChangeBatch: { Changes: [...changes] } });
    return true;
  } catch (error) {
    expect((error as Error).name).toBe("InvalidChangeBatch");
    return false;
  }
};

it("a batch that is refused never changes anything, and one that is taken can always be taken back", () => {
  let taken = 0;
  let refused = 0;
  void fc.assert(
    fc.property(fc.array(batch, { minLength: 1, maxLength: 8 }), (batches) => {
      const route53 = zone();
      for (const changes of batches) {
        const before = route53.recordSets(zoneId);
        const count = route53.changeBatches(zoneId);
        if (!isTaken(route53, changes)) {
          refused += 1;
          expect(route53.recordSets(zoneId)).toEqual(before);
          expect(route53.changeBatches(zoneId)).toBe(count);
          continue;
        }
        taken += 1;
        const after = route53.recordSets(zoneId);
        expect(route53.changeBatches(zoneId)).toBe(count + 1);
        const shown = (sets: readonly ResourceRecordSet[]) => new Set(sets.map((set) => JSON.stringify(set)));
        const [old, now] = [shown(before), shown(after)];
        const back: Change[] = [
          ...after
            .filter((set) => !old.has(JSON.stringify(set)))
            .map((set): Change => ({ Action: "DELETE", ResourceRecordSet: set })),
          ...before
            .filter((set) => !now.has(JSON.stringify(set)))
            .map((set): Change => ({ Action: "CREATE", ResourceRecordSet: set })),
        ];
        const copy = zone();
        copy.declareZone({ id: zoneId, domain: "shop.example", recordSets: after });
        if (back.length > 0) expect(isTaken(copy, back)).toBe(true);
        expect(copy.recordSets(zoneId)).toEqual(before);
      }
    }),
    parameters,
  );
  expect(Math.min(taken, refused)).toBeGreaterThan(100);
});

it("pages always give every set once, in one order, whatever their size", () => {
  void fc.assert(
    fc.property(
      fc.array(batch, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 5 }),
      (batches, MaxItems) => {
        const route53 = zone();
        for (const changes of batches) isTaken(route53, changes);
        const found: ResourceRecordSet[] = [];
        let start: object = {};
        for (let isTruncated = true; isTruncated; ) {
          const page = route53.listResourceRecordSets({ HostedZoneId: zoneId, MaxItems, ...start }) as {
            ResourceRecordSets: ResourceRecordSet[];
            IsTruncated: boolean;
            NextRecordName?: string;
            NextRecordType?: string;
            NextRecordIdentifier?: string;
          };
          found.push(...page.ResourceRecordSets);
          isTruncated = page.IsTruncated;
          start = {
            StartRecordName: page.NextRecordName,
            StartRecordType: page.NextRecordType,
            StartRecordIdentifier: page.NextRecordIdentifier,
          };
        }
        expect(found).toEqual(route53.recordSets(zoneId));
      },
    ),
    parameters,
  );
});

import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { recordSetOf, resourceRecordSetOf } from "../../../shared/aws/route53-record-set.ts";
import { planZone } from "../../../shared/records/dns/plan-zone.ts";
import type { ChangeRecordSets } from "../../../shared/records/records-action.ts";
import { applyChangeBatch } from "../../../simulator/cloud/route53-change-batch.ts";
import { HostedZone } from "../../../simulator/cloud/route53-zone.ts";
import { always } from "../../plan/always.ts";
import { linesOf } from "./run-zone.ts";
import { StrictZone } from "./strict-route53.ts";
import { type Given, input, nowMs } from "./zone-case.ts";
import { foreignSet, moment } from "./zone-worlds.ts";

/** Without checks of health: the embedded cloud keeps those of its own account. */
const unchecked = (given: Given): Given => ({
  ...given,
  records: Object.fromEntries(
    Object.entries(given.records).map(([service, entries]) => [
      service,
      entries.map((entry) => ({ ...entry, healthCheck: null })),
    ]),
  ),
});

const applyEmbedded = (zone: HostedZone, { changes }: ChangeRecordSets): void =>
  applyChangeBatch(
    zone,
    changes.map(({ action, recordSet }) => ({ Action: action, ResourceRecordSet: resourceRecordSetOf(recordSet) })),
    () => true,
  );

const isAccepted = (apply: () => void): boolean => {
  try {
    apply();
    return true;
  } catch {
    return false;
  }
};

describe("the embedded cloud's Route 53 and the strict one", () => {
  it("always take the same plans to the same zone, written and read back as the SDK does", () => {
    always(
      fc.property(
        fc.array(foreignSet, { maxLength: 3 }),
        fc.array(moment, { minLength: 1, maxLength: 4 }),
        (theirs, moments) => {
          const embedded = new HostedZone({ id: "Z1", domain: "shop.internal" });
          const strict = new StrictZone([...embedded.sets.values()].map(recordSetOf));
          for (const recordSet of theirs) {
            const adding: ChangeRecordSets = {
              kind: "change-record-sets",
              hostedZoneId: "Z1",
              changes: [{ action: "CREATE", recordSet }],
            };
            expect(isAccepted(() => applyEmbedded(embedded, adding))).toBe(isAccepted(() => strict.apply(adding)));
          }
          let memory: ReturnType<typeof planZone>["memory"] | null = null;
          for (const { given } of moments) {
            const recordSets = [...embedded.sets.values()].map(recordSetOf);
            const plan = planZone(input({ ...unchecked(given), recordSets, memory }), nowMs);
            memory = plan.memory;
            for (const action of plan.actions) {
              if (action.kind !== "change-record-sets") throw new Error(`unexpected ${action.kind}`);
              strict.apply(action);
              applyEmbedded(embedded, action);
            }
            expect(linesOf([...embedded.sets.values()].map(recordSetOf))).toEqual(linesOf(strict.recordSets));
          }
        },
      ),
      300,
    );
  });
});

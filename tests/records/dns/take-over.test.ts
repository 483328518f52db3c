import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { RecordConfig } from "../../../shared/config/publication.ts";
import { planZone } from "../../../shared/records/dns/plan-zone.ts";
import { ownerNameOf } from "../../../shared/records/owner-name.ts";
import { withoutOwnership } from "./run-zone.ts";
import { StrictZone } from "./strict-route53.ts";
import { input, nowMs, privateAddress, record, recordSet, running, taskId } from "./zone-case.ts";

const page = readFileSync(join(__dirname, "../../../docs/records.md"), "utf8");
/** The record that docs/records.md has people write by hand, of `name: shop` in eu-central-1 and the service order. */
const [, name, text] = /^(_headgate\.\S+) +300 TXT (".*")$/m.exec(page)!;

/** What a script has left: one record with the address of the first task. */
const scripted = recordSet({ name: "order.shop.internal" });
const mark = recordSet({ name: name!, type: "TXT", ttlSeconds: 300, values: [text!] });

const takeOver = (kind: RecordConfig["kind"]) => {
  const records = { order: [record({ name: "order.shop.internal", kind })] };
  const given = { records, listings: { order: running([1, 2]) }, recordSets: [scripted, mark] };
  const plan = planZone({ ...input(given), stack: ownerNameOf("shop", "eu-central-1") }, nowMs);
  const zone = new StrictZone(given.recordSets);
  const batches = plan.actions.filter((action) => action.kind === "change-record-sets");
  for (const batch of batches) zone.apply(batch);
  return { findings: plan.findings, batches, sets: withoutOwnership(zone.recordSets) };
};

describe("a record of a script's, marked by hand as docs/records.md says", () => {
  it("is ours at the next look, and one UPSERT adds the other tasks: the name is there all the time", () => {
    const { findings, batches } = takeOver("simple");
    expect(findings).toEqual([]);
    expect(batches.flatMap(({ changes }) => changes)).toEqual([
      { action: "UPSERT", recordSet: { ...scripted, values: [privateAddress(1), privateAddress(2)] } },
    ]);
  });

  it("becomes a record per task in one batch, which Route 53 takes as a whole", () => {
    const { batches, sets } = takeOver("multivalue");
    expect(batches).toHaveLength(1);
    expect(sets.map(({ setIdentifier, values }) => [setIdentifier, values])).toEqual([
      [taskId(1), [privateAddress(1)]],
      [taskId(2), [privateAddress(2)]],
    ]);
  });
});

import { describe, expect, it } from "@jest/globals";
import { halvesOf } from "../../../shared/records/dns/halve-batch.ts";
import type { RecordSet } from "../../../shared/records/dns/record-set.ts";
import type { ChangeRecordSets } from "../../../shared/records/records-action.ts";
import { hostedZoneId, owned, recordSet, taskId } from "./zone-case.ts";

const batchOf = (sets: readonly RecordSet[], removed: readonly RecordSet[] = []): ChangeRecordSets => ({
  kind: "change-record-sets",
  hostedZoneId,
  changes: [
    ...removed.map((set) => ({ action: "DELETE" as const, recordSet: set })),
    ...sets.map((set) => ({ action: "CREATE" as const, recordSet: set })),
  ],
});

const at = (name: string): readonly RecordSet[] => owned(recordSet({ name: `${name}.shop.internal` }));
const multivalue = (number: number): readonly RecordSet[] =>
  owned(recordSet({ setIdentifier: taskId(number), routing: { kind: "multivalue" } }));
const alias = owned(
  recordSet({
    name: "web.shop.internal",
    setIdentifier: "eu",
    ttlSeconds: null,
    values: [],
    alias: { hostedZoneId, dnsName: "eu.shop.internal", evaluateTargetHealth: true },
    routing: { kind: "latency", region: "eu-central-1" },
  }),
);
const srv = owned(
  recordSet({ name: "_http._tcp.web.shop.internal", type: "SRV", values: ["1 1 80 eu.shop.internal"] }),
);

describe("the halves of a refused batch", () => {
  it.each([
    {
      when: "two records with their owners are two",
      given: batchOf([...at("a"), ...at("b")]),
      gives: [at("a"), at("b")],
    },
    {
      when: "of three records the first half has two",
      given: batchOf([...at("a"), ...at("b"), ...at("c")]),
      gives: [[...at("a"), ...at("b")], at("c")],
    },
    {
      when: "what is pointed to stays with the alias",
      given: batchOf([...at("eu"), ...at("b"), ...alias]),
      gives: [[...at("eu"), ...alias], at("b")],
    },
    {
      when: "and with the SRV record, in the order of the batch",
      given: batchOf([...srv, ...at("b"), ...at("eu")]),
      gives: [[...srv, ...at("eu")], at("b")],
    },
    {
      when: "a change of routing policy is one with all it replaces",
      given: batchOf([...at("web")], [...multivalue(1), ...multivalue(2)]),
      gives: [],
    },
    { when: "one record with its owner is none", given: batchOf(at("a")), gives: [] },
  ])("$when", ({ given, gives }) => {
    expect(halvesOf(given).map(({ changes }) => changes.map(({ recordSet: set }) => set))).toEqual(gives);
  });
});

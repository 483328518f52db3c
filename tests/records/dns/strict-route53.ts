import { isDeepStrictEqual } from "node:util";
import type { RecordSet } from "../../../shared/records/dns/record-set.ts";
import type { ChangeRecordSets } from "../../../shared/records/records-action.ts";

/**
 * A hosted zone in memory that refuses what Route 53 refuses. A batch is checked from its start, as Route 53 does, and
 * comes into force as a whole or not at all.
 *
 * Written from the API reference alone, with nothing of the plan's own code.
 */
export class StrictZone {
  #sets: ReadonlyMap<string, RecordSet>;
  batches = 0;

  constructor(sets: readonly RecordSet[]) {
    this.#sets = new Map(sets.map((set) => [keyOf(set), set]));
  }

  get recordSets(): readonly RecordSet[] {
    return [...this.#sets.values()];
  }

  apply({ changes }: ChangeRecordSets): void {
    if (changes.length === 0) throw new Error("an empty batch");
    let records = 0;
    let characters = 0;
    const sets = new Map(this.#sets);
    for (const { action, recordSet } of changes) {
      const key = keyOf(recordSet);
      const times = action === "UPSERT" ? 2 : 1;
      records += times * (recordSet.alias ? 1 : recordSet.values.length);
      characters += times * recordSet.values.join("").length;
      const there = sets.get(key);
      if (action === "CREATE" && there) throw new Error(`${key} exists already`);
      if (action === "DELETE" && (!there || !isDeepStrictEqual(sorted(there), sorted(recordSet)))) {
        throw new Error(`${key} is not there, or is not exactly that`);
      }
      if (action === "DELETE") sets.delete(key);
      else {
        checkSet(recordSet);
        checkNeighbours(recordSet, sets);
        sets.set(key, recordSet);
      }
    }
    if (records > 1000) throw new Error(`${records} ResourceRecord elements`);
    if (characters > 32_000) throw new Error(`${characters} characters`);
    for (const set of sets.values()) checkAliasTarget(set, sets);
    this.#sets = sets;
    this.batches += 1;
  }
}

const keyOf = ({ name, type, setIdentifier }: RecordSet): string => `${name} ${type} ${setIdentifier ?? ""}`;

const sorted = (set: RecordSet) => ({ ...set, values: [...set.values].sort() });

const checkSet = (set: RecordSet): void => {
  const key = keyOf(set);
  const { kind } = set.routing;
  if (set.name.length > 255 || set.name.split(".").some((label) => label.length > 63 || label.length === 0)) {
    throw new Error(`${key}: no DNS name`);
  }
  if ((kind === "simple") !== (set.setIdentifier === null)) throw new Error(`${key}: identifier and routing disagree`);
  if (set.alias) {
    if (set.ttlSeconds !== null || set.values.length > 0) throw new Error(`${key}: an alias has no TTL and no values`);
    if (kind === "multivalue") throw new Error(`${key}: no multivalue alias`);
    return;
  }
  if (set.ttlSeconds === null) throw new Error(`${key}: no TTL`);
  if (set.values.length === 0) throw new Error(`${key}: no value`);
  if (set.values.length > 400) throw new Error(`${key}: ${set.values.length} values`);
  if (new Set(set.values).size !== set.values.length) throw new Error(`${key}: duplicate values`);
  if (kind === "multivalue" && set.values.length !== 1) throw new Error(`${key}: multivalue with several values`);
  const shape = valueShapes[set.type];
  for (const value of set.values)
    if (shape && !shape.test(value)) throw new Error(`${key}: ${value} is no ${set.type}`);
};

const valueShapes: Readonly<Record<string, RegExp>> = {
  A: /^(?:\d{1,3}\.){3}\d{1,3}$/,
  AAAA: /^[0-9a-f:]+$/i,
  SRV: /^\d+ \d+ \d+ \S+$/,
  TXT: /^"[^"]{0,255}"(?: "[^"]{0,255}")*$/,
};

const checkNeighbours = (set: RecordSet, sets: ReadonlyMap<string, RecordSet>): void => {
  const others = [...sets.values()].filter((other) => other.name === set.name && keyOf(other) !== keyOf(set));
  if (others.some(({ type }) => (type === "CNAME") !== (set.type === "CNAME"))) {
    throw new Error(`${keyOf(set)}: a CNAME is alone at its name`);
  }
  const alike = others.filter(({ type }) => type === set.type);
  if (alike.some(({ routing }) => routing.kind !== set.routing.kind)) {
    throw new Error(`${keyOf(set)}: another routing policy is at the name`);
  }
  if (set.routing.kind === "multivalue" && alike.length >= 100) throw new Error(`${keyOf(set)}: over 100 sets`);
  const place = JSON.stringify(set.routing);
  const isPlaced = set.routing.kind === "latency" || set.routing.kind === "geolocation";
  if (isPlaced && alike.some(({ routing }) => JSON.stringify(routing) === place)) {
    throw new Error(`${keyOf(set)}: the region has a set already`);
  }
};

const checkAliasTarget = ({ name, type, alias }: RecordSet, sets: ReadonlyMap<string, RecordSet>): void => {
  if (alias?.hostedZoneId !== "Z1") return;
  const found = [...sets.values()].some((set) => set.name === alias.dnsName && set.type === type);
  if (!found) throw new Error(`${name} ${type}: the alias's target ${alias.dnsName} is not there`);
};

import type { ListResourceRecordSetsRequest, ResourceRecordSet } from "@aws-sdk/client-route-53";
import { AwsError } from "./aws-error.ts";
import { sortKey, storedName } from "./route53-names.ts";

/** Route 53's own bound on MaxItems, and its default. */
const setsPerPage = 300;

/** A hosted zone as a test declares it. */
export type HostedZoneSpec = {
  /** `Z...` */
  readonly id: string;
  /** The zone's domain. */
  readonly domain: string;
  /** Besides NS and SOA, which every zone is created with. */
  readonly recordSets?: readonly ResourceRecordSet[];
};

/** A hosted zone and its record sets. */
export class HostedZone {
  readonly id: string;
  /** As Route 53 stores names. */
  readonly name: string;
  /** Batches that were accepted. */
  changeBatches = 0;
  #sets: ReadonlyMap<string, ResourceRecordSet>;

  constructor({ id, domain, recordSets = [] }: HostedZoneSpec) {
    this.id = id;
    this.name = storedName(domain);
    this.#sets = new Map([...atApex(this.name), ...recordSets].map((set) => [setKey(set), storedSet(set)]));
  }

  get sets(): ReadonlyMap<string, ResourceRecordSet> {
    return this.#sets;
  }

  replace(sets: ReadonlyMap<string, ResourceRecordSet>): void {
    this.#sets = sets;
  }

  /** In Route 53's order: names with their labels reversed, then types, then set identifiers. */
  sorted(): readonly ResourceRecordSet[] {
    return [...this.#sets.values()].sort(compareSets);
  }

  list(input: ListResourceRecordSetsRequest): object {
    const { StartRecordName, StartRecordType, StartRecordIdentifier } = input;
    if (StartRecordName === undefined && StartRecordType !== undefined)
      throw new AwsError("InvalidInput", "StartRecordName must be specified if StartRecordType is specified.");
    if (StartRecordType === undefined && StartRecordIdentifier !== undefined)
      throw new AwsError("InvalidInput", "StartRecordType must be specified if StartRecordIdentifier is specified.");
    const size = Math.min(setsPerPage, input.MaxItems ?? setsPerPage);
    if (size < 1) throw new AwsError("InvalidInput", "MaxItems must be at least 1.");
    const start = {
      Name: StartRecordName === undefined ? "" : storedName(StartRecordName),
      Type: StartRecordType ?? ("" as never),
      SetIdentifier: StartRecordIdentifier,
    };
    const all = this.sorted();
    const found = StartRecordName === undefined ? all : all.filter((set) => compareSets(set, start) >= 0);
    const next = found[size];
    return {
      ResourceRecordSets: structuredClone(found.slice(0, size)),
      IsTruncated: next !== undefined,
      MaxItems: size,
      ...(next === undefined ? {} : { NextRecordName: next.Name, NextRecordType: next.Type }),
      ...(next?.SetIdentifier === undefined ? {} : { NextRecordIdentifier: next.SetIdentifier }),
    };
  }
}

/** What tells one record set of a zone from another. */
export const setKey = ({ Name, Type, SetIdentifier }: ResourceRecordSet): string =>
  JSON.stringify([storedName(Name), Type, SetIdentifier ?? null]);

/** A record set with its names as they are stored. */
export const storedSet = (set: ResourceRecordSet): ResourceRecordSet => ({
  ...structuredClone(set),
  Name: storedName(set.Name),
  ...(set.AliasTarget === undefined
    ? {}
    : { AliasTarget: { ...set.AliasTarget, DNSName: storedName(set.AliasTarget.DNSName) } }),
});

const compareSets = (a: ResourceRecordSet, b: ResourceRecordSet): number =>
  compareAscii(sortKey(a.Name ?? "."), sortKey(b.Name ?? ".")) ||
  compareAscii(a.Type ?? "", b.Type ?? "") ||
  compareAscii(a.SetIdentifier ?? "", b.SetIdentifier ?? "");

const compareAscii = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What CreateHostedZone puts there. */
const atApex = (name: string): readonly ResourceRecordSet[] => {
  const servers = ["ns-1.awsdns-01.org.", "ns-2.awsdns-02.co.uk.", "ns-3.awsdns-03.com.", "ns-4.awsdns-04.net."];
  const soa = `${servers[0]} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return [
    { Name: name, Type: "NS", TTL: 172_800, ResourceRecords: servers.map((Value) => ({ Value })) },
    { Name: name, Type: "SOA", TTL: 900, ResourceRecords: [{ Value: soa }] },
  ];
};

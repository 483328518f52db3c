import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import { describe, expect, it } from "@jest/globals";
import type { Route53 } from "../../shared/aws/clients.ts";
import { escapedName, plainName } from "../../shared/aws/dns-name.ts";
import { readZone } from "../../shared/aws/read-zone.ts";
import { recordSetOf, resourceRecordSetOf } from "../../shared/aws/route53-record-set.ts";
import type { RecordSet } from "../../shared/records/dns/record-set.ts";
import { answering, awsError } from "./answering.ts";

const plain: RecordSet = {
  name: "api.shop.example",
  type: "A",
  setIdentifier: null,
  ttlSeconds: 60,
  values: ["10.0.0.1", "10.0.0.2"],
  alias: null,
  routing: { kind: "simple" },
  healthCheckId: null,
};
const answered: ResourceRecordSet = {
  Name: "api.shop.example.",
  Type: "A",
  TTL: 60,
  ResourceRecords: [{ Value: "10.0.0.2" }, { Value: "10.0.0.1" }],
};
const noTtl: ResourceRecordSet = { Name: "api.shop.example.", Type: "A" };
const target = { HostedZoneId: "Z1", DNSName: "EU.shop.example.", EvaluateTargetHealth: true };

describe("a record set", () => {
  it.each<{ when: string; given: Partial<ResourceRecordSet>; gives: Partial<RecordSet> }>([
    { when: "simple, its values sorted", given: {}, gives: {} },
    { when: "a wildcard", given: { Name: "\\052.Shop.example." }, gives: { name: "*.shop.example" } },
    {
      when: "multivalue",
      given: { SetIdentifier: "t1", MultiValueAnswer: true, HealthCheckId: "hc" },
      gives: { setIdentifier: "t1", routing: { kind: "multivalue" }, healthCheckId: "hc" },
    },
    {
      when: "weighted, 0 included",
      given: { SetIdentifier: "blue", Weight: 0 },
      gives: { setIdentifier: "blue", routing: { kind: "weighted", weight: 0 } },
    },
    {
      when: "latency",
      given: { SetIdentifier: "eu", Region: "eu-central-1" },
      gives: { setIdentifier: "eu", routing: { kind: "latency", region: "eu-central-1" } },
    },
    {
      when: "geolocation by country",
      given: { SetIdentifier: "us", GeoLocation: { CountryCode: "US", SubdivisionCode: "CA" } },
      gives: {
        setIdentifier: "us",
        routing: { kind: "geolocation", continent: null, country: "US", subdivision: "CA" },
      },
    },
    {
      when: "geolocation by continent",
      given: { SetIdentifier: "eu", GeoLocation: { ContinentCode: "EU" } },
      gives: {
        setIdentifier: "eu",
        routing: { kind: "geolocation", continent: "EU", country: null, subdivision: null },
      },
    },
    {
      when: "TXT keeps its quotes",
      given: { Type: "TXT", ResourceRecords: [{ Value: '"a=b" "c\\"d"' }] },
      gives: { type: "TXT", values: ['"a=b" "c\\"d"'] },
    },
  ])("is read and written back: $when", ({ given, gives }) => {
    const set = recordSetOf({ ...answered, ...given });
    expect(set).toEqual({ ...plain, ...gives });
    expect(recordSetOf(resourceRecordSetOf(set))).toEqual(set);
  });

  it("is an alias without TTL and values, both ways", () => {
    const set = recordSetOf({ ...noTtl, AliasTarget: target });
    expect(set).toEqual({
      ...plain,
      ttlSeconds: null,
      values: [],
      alias: { hostedZoneId: "Z1", dnsName: "eu.shop.example", evaluateTargetHealth: true },
    });
    expect(resourceRecordSetOf(set)).toEqual({
      Name: "api.shop.example",
      Type: "A",
      AliasTarget: { ...target, DNSName: "eu.shop.example" },
    });
  });

  it.each<{ when: string; given: Partial<ResourceRecordSet> }>([
    { when: "failover", given: { Failover: "PRIMARY" } },
    { when: "IP-based", given: { CidrRoutingConfig: { CollectionId: "c", LocationName: "l" } } },
    { when: "geoproximity", given: { GeoProximityLocation: { AWSRegion: "eu-central-1" } } },
    { when: "of a traffic policy", given: { TrafficPolicyInstanceId: "t", Weight: 1 } },
  ])("$when is told apart, and never written", ({ given }) => {
    const set = recordSetOf({ ...answered, SetIdentifier: "s", ...given });
    expect(set.routing).toEqual({ kind: "other" });
    expect(() => resourceRecordSetOf(set)).toThrow("never writes");
  });
});

describe("names", () => {
  it.each([
    { given: "\\052.a.example.", plain: "*.a.example", escaped: "*.a.example" },
    { given: "_http._tcp.A.example.", plain: "_http._tcp.a.example", escaped: "_http._tcp.a.example" },
    { given: "x\\057y.example.", plain: "x/y.example", escaped: "x\\057y.example" },
    { given: "a\\040b.example.", plain: "a b.example", escaped: "a\\040b.example" },
    { given: "a\\056b.example.", plain: "a\\056b.example", escaped: "a\\056b.example" },
    { given: "a\\134b.example.", plain: "a\\134b.example", escaped: "a\\134b.example" },
  ])("$given", ({ given, plain: name, escaped }) => {
    expect(plainName(given)).toBe(name);
    expect(escapedName(name)).toBe(escaped);
    expect(plainName(escapedName(name))).toBe(name);
  });
});

describe("a zone", () => {
  const sets = ["a", "b", "c"].map((name) => ({
    ...answered,
    Name: `${name}.shop.example.`,
    SetIdentifier: `id-${name}`,
  }));
  const checks = ["headgate/1/x", "other/1", "headgate/1/y"].map((CallerReference, n) => ({
    Id: `hc-${n}`,
    CallerReference,
  }));
  const answers = (operation: string, input: Record<string, never>): unknown => {
    if (operation === "ListResourceRecordSets") {
      const from = sets.findIndex((set) => set.Name === input["StartRecordName"]);
      const at = Math.max(0, from);
      const next = sets[at + 1];
      return {
        ResourceRecordSets: [sets[at]],
        IsTruncated: next !== undefined,
        ...(next === undefined
          ? {}
          : { NextRecordName: next.Name, NextRecordType: next.Type, NextRecordIdentifier: next.SetIdentifier }),
      };
    }
    const at = Number(input["Marker"] ?? 0);
    const isLast = at === checks.length - 1;
    return { HealthChecks: [checks[at]], IsTruncated: !isLast, ...(isLast ? {} : { NextMarker: String(at + 1) }) };
  };

  it("is read page by page, from where the page before says, and its own health checks among all of the account", async () => {
    const fake = answering<Route53>(answers);
    const reading = await readZone(fake.client, "Z1", "headgate/1/", true);
    expect(reading).toEqual({
      kind: "known",
      value: {
        recordSets: sets.map(recordSetOf),
        healthChecks: [
          { id: "hc-0", callerReference: "headgate/1/x" },
          { id: "hc-2", callerReference: "headgate/1/y" },
        ],
      },
    });
    expect(fake.asked.slice(0, 3).map(({ input }) => input)).toEqual([
      { HostedZoneId: "Z1" },
      { HostedZoneId: "Z1", StartRecordName: "b.shop.example.", StartRecordType: "A", StartRecordIdentifier: "id-b" },
      { HostedZoneId: "Z1", StartRecordName: "c.shop.example.", StartRecordType: "A", StartRecordIdentifier: "id-c" },
    ]);
  });

  it("that is large is asked for slowly: its first three pages at once, then one every 200 ms and more", async () => {
    const waitedMs: number[] = [];
    const fake = answering<Route53>(answers);
    await readZone(fake.client, "Z1", "headgate/1/", true, async (ms) => waitedMs.push(ms));
    expect(fake.operations()).toHaveLength(6);
    expect(waitedMs).toEqual([200, 200, 200]);
  });

  it("costs no call for health checks where none are asked for", async () => {
    const fake = answering<Route53>(answers);
    expect(await readZone(fake.client, "Z1", "headgate/1/", false)).toMatchObject({ value: { healthChecks: [] } });
    expect(new Set(fake.operations())).toEqual(new Set(["ListResourceRecordSets"]));
  });

  it.each([
    {
      error: "NoSuchHostedZone",
      on: "ListResourceRecordSets",
      because: "not-found",
      call: "route53:ListResourceRecordSets Z1",
    },
    { error: "AccessDenied", on: "ListHealthChecks", because: "access-denied", call: "route53:ListHealthChecks" },
    { error: "Throttling", on: "second page", because: "failed", call: "route53:ListResourceRecordSets Z1" },
  ])("is unknown as a whole when $on answers $error", async ({ error, on, because, call }) => {
    const fake = answering<Route53>((operation, input) => {
      const isSecond = on === "second page" && input["StartRecordName"] !== undefined;
      if (operation === on || isSecond) throw awsError(error);
      return answers(operation, input);
    });
    expect(await readZone(fake.client, "Z1", "headgate/1/", true)).toEqual({
      kind: "unknown",
      because,
      detail: `${call}: ${error}: on purpose`,
    });
  });
});

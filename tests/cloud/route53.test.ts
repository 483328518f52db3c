import type { Change, ResourceRecordSet } from "@aws-sdk/client-route-53";
import { describe, expect, it } from "@jest/globals";
import { Route53 } from "../../simulator/cloud/route53.ts";

const nowMs = Date.UTC(2026, 2, 14, 9, 10, 30);
const zoneId = "Z0EXAMPLE";

const a = (name: string, values: readonly string[] = ["10.0.0.1"], changes: object = {}): ResourceRecordSet => ({
  Name: name,
  Type: "A",
  TTL: 10,
  ResourceRecords: values.map((Value) => ({ Value })),
  ...changes,
});
const weighted = (name: string, id: string, Weight = 10): ResourceRecordSet =>
  a(name, ["10.0.0.1"], { SetIdentifier: id, Weight });
const multivalue = (name: string, id: string, value = "10.0.0.1"): ResourceRecordSet =>
  a(name, [value], { SetIdentifier: id, MultiValueAnswer: true });
const text = (name: string, value: string): ResourceRecordSet => ({
  ...a(name, [value]),
  Type: "TXT",
});
const cname = (name: string): ResourceRecordSet => ({ ...a(name, ["elsewhere.example"]), Type: "CNAME" });
const alias = (name: string, DNSName: string, changes: object = {}): ResourceRecordSet => ({
  Name: name,
  Type: "A",
  AliasTarget: { HostedZoneId: zoneId, DNSName, EvaluateTargetHealth: false },
  ...changes,
});

const create = (set: ResourceRecordSet): Change => ({ Action: "CREATE", ResourceRecordSet: set });
const upsert = (set: ResourceRecordSet): Change => ({ Action: "UPSERT", ResourceRecordSet: set });
const remove = (set: ResourceRecordSet): Change => ({ Action: "DELETE", ResourceRecordSet: set });

const zoneWith = (...recordSets: readonly ResourceRecordSet[]): Route53 => {
  const route53 = new Route53([], () => nowMs);
  route53.declareZone({ id: zoneId, domain: "shop.example", recordSets });
  return route53;
};
const change = (route53: Route53, ...Changes: readonly Change[]) =>
  route53.changeResourceRecordSets({ HostedZoneId: zoneId, ChangeBatch: { Changes: [...Changes] } });
const namesIn = (route53: Route53): readonly string[] =>
  route53
    .recordSets(zoneId)
    .filter(({ Type }) => Type !== "NS" && Type !== "SOA")
    .map(({ Name, Type, SetIdentifier }) => [Name, Type, SetIdentifier].filter(Boolean).join(" "));

const values = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `10.0.${Math.floor(index / 250)}.${(index % 250) + 1}`);

describe("ListResourceRecordSets", () => {
  type Page = {
    ResourceRecordSets: ResourceRecordSet[];
    IsTruncated: boolean;
    NextRecordName?: string;
    NextRecordType?: never;
    NextRecordIdentifier?: string;
  };
  const list = (route53: Route53, input: object = {}): Page =>
    route53.listResourceRecordSets({ HostedZoneId: zoneId, ...input }) as Page;

  it("sorts by the name's labels from the last to the first, then by type, then by identifier", () => {
    const route53 = zoneWith(
      a("b.shop.example"),
      a("a.b.shop.example"),
      a("b-c.shop.example"),
      text("b.shop.example", '"x"'),
      weighted("w.shop.example", "two"),
      weighted("w.shop.example", "one"),
      a("*.shop.example"),
    );
    expect(list(route53).ResourceRecordSets.map(({ Name, Type }) => `${Name} ${Type}`)).toEqual([
      "shop.example. NS",
      "shop.example. SOA",
      "\\052.shop.example. A",
      "b-c.shop.example. A",
      "b.shop.example. A",
      "b.shop.example. TXT",
      "a.b.shop.example. A",
      "w.shop.example. A",
      "w.shop.example. A",
    ]);
    expect(namesIn(route53).slice(-2)).toEqual(["w.shop.example. A one", "w.shop.example. A two"]);
  });

  it("answers names in lower case, escaped, with the dot at the end, however they were given", () => {
    const route53 = zoneWith();
    change(route53, create(a("*.API.shop.example")), create(a("x y.shop.example.")));
    expect(namesIn(route53)).toEqual(["\\052.api.shop.example. A", "x\\040y.shop.example. A"]);
    change(route53, remove(a("\\052.api.shop.example.")));
    expect(namesIn(route53)).toEqual(["x\\040y.shop.example. A"]);
  });

  it("gives 300 sets on a page at most, and where the next begins, within a name too", () => {
    const route53 = zoneWith(
      ...Array.from({ length: 650 }, (_, index) =>
        multivalue("m.shop.example", `task-${String(index).padStart(4, "0")}`),
      ),
    );
    const pages: Page[] = [];
    let start: object = { MaxItems: 1_000 };
    do {
      const page = list(route53, start);
      pages.push(page);
      start = {
        StartRecordName: page.NextRecordName,
        StartRecordType: page.NextRecordType,
        StartRecordIdentifier: page.NextRecordIdentifier,
      };
    } while (pages.at(-1)!.IsTruncated);
    expect(pages.map((page) => page.ResourceRecordSets.length)).toEqual([300, 300, 52]);
    expect(pages[0]).toMatchObject({
      MaxItems: 300,
      NextRecordName: "m.shop.example.",
      NextRecordType: "A",
      NextRecordIdentifier: "task-0298",
    });
    expect(pages.at(-1)).not.toHaveProperty("NextRecordName");
    expect(new Set(pages.flatMap((page) => page.ResourceRecordSets.map((set) => set.SetIdentifier))).size).toBe(651);
  });

  it.each([
    { when: "a zone that isn't there", input: { HostedZoneId: "Z0OTHER" }, expected: "NoSuchHostedZone" },
    { when: "a start type without a name", input: { StartRecordType: "A" }, expected: "InvalidInput" },
    {
      when: "a start identifier without a type",
      input: { StartRecordName: "a.shop.example", StartRecordIdentifier: "x" },
      expected: "InvalidInput",
    },
  ])("refuses $when", ({ input, expected }) => {
    expect(() => list(zoneWith(), input)).toThrow(expect.objectContaining({ name: expected }));
  });

  it("begins at the first name that is not before the one asked for", () => {
    const route53 = zoneWith(a("a.shop.example"), a("c.shop.example"));
    expect(list(route53, { StartRecordName: "b.shop.example" }).ResourceRecordSets.map(({ Name }) => Name)).toEqual([
      "c.shop.example.",
    ]);
  });
});

describe("ChangeResourceRecordSets", () => {
  it("answers a change that is pending, and counts the batch", () => {
    const route53 = zoneWith();
    expect(change(route53, create(a("a.shop.example")), create(a("b.shop.example")))).toEqual({
      ChangeInfo: { Id: "/change/C0000000000001", Status: "PENDING", SubmittedAt: new Date(nowMs) },
    });
    expect(route53.changeBatches(zoneId)).toBe(1);
    expect(namesIn(route53)).toEqual(["a.shop.example. A", "b.shop.example. A"]);
  });

  it.each([
    {
      when: "a set is replaced by one of another routing policy",
      before: [a("n.shop.example")],
      changes: [remove(a("n.shop.example")), create(multivalue("n.shop.example", "t1"))],
      gives: ["n.shop.example. A t1"],
    },
    {
      when: "a CNAME is replaced by an A set",
      before: [cname("n.shop.example")],
      changes: [remove(cname("n.shop.example")), create(a("n.shop.example"))],
      gives: ["n.shop.example. A"],
    },
    {
      when: "an alias comes with its target, before it",
      before: [],
      changes: [create(alias("n.shop.example", "r.shop.example")), create(a("r.shop.example"))],
      gives: ["n.shop.example. A", "r.shop.example. A"],
    },
    {
      when: "a set of 400 values",
      before: [],
      changes: [create(a("n.shop.example", values(400)))],
      gives: ["n.shop.example. A"],
    },
    {
      when: "500 values are upserted, which count twice",
      before: [],
      changes: [upsert(a("n.shop.example", values(400))), upsert(a("o.shop.example", values(100)))],
      gives: ["n.shop.example. A", "o.shop.example. A"],
    },
    {
      when: "the values of a DELETE come in another order",
      before: [a("n.shop.example", ["10.0.0.1", "10.0.0.2"])],
      changes: [remove(a("N.shop.example.", ["10.0.0.2", "10.0.0.1"]))],
      gives: [],
    },
    {
      when: "the set is deleted and created anew",
      before: [a("n.shop.example")],
      changes: [remove(a("n.shop.example")), create(a("n.shop.example", ["10.0.0.9"]))],
      gives: ["n.shop.example. A"],
    },
    {
      when: "an alias points into another zone, which nobody can look into",
      before: [],
      changes: [
        create(
          alias("n.shop.example", "x.other.example", {
            AliasTarget: { HostedZoneId: "Z0OTHER", DNSName: "x.other.example", EvaluateTargetHealth: true },
          }),
        ),
      ],
      gives: ["n.shop.example. A"],
    },
  ])("takes it when $when", ({ before, changes, gives }) => {
    const route53 = zoneWith(...before);
    change(route53, ...changes);
    expect(namesIn(route53)).toEqual(gives);
  });

  type Refusal = {
    when: string;
    before?: readonly ResourceRecordSet[];
    changes: readonly Change[];
    name?: string;
    says: string;
  };
  it.each<Refusal>([
    {
      when: "what is created is there",
      before: [a("n.shop.example")],
      changes: [create(a("n.shop.example", ["10.0.0.2"]))],
      says: "Tried to create resource record set [name='n.shop.example.', type='A'] but it already exists",
    },
    {
      when: "what is deleted is not there",
      changes: [remove(weighted("n.shop.example", "one"))],
      says: "Tried to delete resource record set [name='n.shop.example.', type='A', set identifier='one'] but it was not found",
    },
    {
      when: "what is deleted has other values",
      before: [a("n.shop.example")],
      changes: [remove(a("n.shop.example", ["10.0.0.2"]))],
      says: "but the values provided do not match the current values",
    },
    {
      when: "what is deleted has another TTL",
      before: [a("n.shop.example")],
      changes: [remove(a("n.shop.example", ["10.0.0.1"], { TTL: 60 }))],
      says: "but the values provided do not match the current values",
    },
    {
      when: "a simple set comes beside a weighted one",
      before: [weighted("n.shop.example", "one")],
      changes: [create(a("n.shop.example"))],
      says: "other RRSets exist with the same name and type and another routing policy: simple, weighted",
    },
    {
      when: "a multivalue set comes beside a simple one",
      before: [a("n.shop.example")],
      changes: [upsert(multivalue("n.shop.example", "t1"))],
      says: "another routing policy: multi-value answer, simple",
    },
    {
      when: "two sets of one name are for the same region",
      changes: [
        create(a("n.shop.example", ["10.0.0.1"], { SetIdentifier: "one", Region: "eu-central-1" })),
        create(a("n.shop.example", ["10.0.0.2"], { SetIdentifier: "two", Region: "eu-central-1" })),
      ],
      says: "the same region or location exists",
    },
    {
      when: "a CNAME comes beside an A set",
      before: [a("n.shop.example")],
      changes: [create(cname("n.shop.example"))],
      says: "RRSet of type CNAME with DNS name n.shop.example. is not permitted as it conflicts with other records",
    },
    {
      when: "a TXT set comes beside a CNAME",
      before: [cname("n.shop.example")],
      changes: [create(text("n.shop.example", '"x"'))],
      says: "because a conflicting RRSet of type CNAME with the same DNS name already exists in zone shop.example.",
    },
    {
      when: "a CNAME is put at the apex",
      changes: [create(cname("shop.example"))],
      says: "RRSet of type CNAME with DNS name shop.example. is not permitted at apex in zone shop.example.",
    },
    {
      when: "a name lies outside the zone",
      changes: [create(a("n.myshop.example"))],
      says: "RRSet with DNS name n.myshop.example. is not permitted in zone shop.example.",
    },
    {
      when: "a set has 401 values",
      changes: [create(a("n.shop.example", values(401)))],
      says: "more than 400 values",
    },
    {
      when: "a value comes twice",
      changes: [create(a("n.shop.example", ["10.0.0.1", "10.0.0.1"]))],
      says: "Duplicate Resource Record: '10.0.0.1'",
    },
    {
      when: "an A set has a name as its value",
      changes: [create(a("n.shop.example", ["host"]))],
      says: "ARRDATAIllegalIPv4Address",
    },
    {
      when: "a TXT value has no quotes",
      changes: [create(text("n.shop.example", "x"))],
      says: "Value should be enclosed in quotation marks",
    },
    {
      when: "a string of a TXT value has 256 characters",
      changes: [create(text("n.shop.example", `"${"x".repeat(256)}"`))],
      says: "CharacterStringTooLong",
    },
    {
      when: "an SRV value has three fields",
      changes: [create({ ...a("n.shop.example", ["1 1 host.shop.example"]), Type: "SRV" })],
      says: "SRVRRDATA",
    },
    {
      when: "an alias has no target in its own zone",
      changes: [create(alias("n.shop.example", "r.shop.example"))],
      says: "Tried to create an alias that targets r.shop.example., type A in zone Z0EXAMPLE, but that target was not found",
    },
    {
      when: "an alias's target is of another type",
      before: [text("r.shop.example", '"x"')],
      changes: [create(alias("n.shop.example", "r.shop.example"))],
      says: "but that target was not found",
    },
    {
      when: "a multivalue set is an alias",
      before: [a("r.shop.example")],
      changes: [create(alias("n.shop.example", "r.shop.example", { SetIdentifier: "t1", MultiValueAnswer: true }))],
      says: "a multi-value answer cannot be an alias",
    },
    {
      when: "the same set is upserted twice",
      changes: [upsert(a("n.shop.example")), upsert(a("N.shop.example", ["10.0.0.2"]))],
      says: "The request contains an invalid set of changes for a resource record set 'A n.shop.example.'",
    },
    {
      when: "the same set is deleted twice",
      before: [a("n.shop.example")],
      changes: [remove(a("n.shop.example")), remove(a("n.shop.example"))],
      says: "The request contains an invalid set of changes",
    },
    {
      when: "501 values are upserted",
      changes: [upsert(a("n.shop.example", values(400))), upsert(a("o.shop.example", values(101)))],
      says: "Number of records limit of 1000 exceeded.",
    },
    {
      when: "values have more than 32,000 characters",
      changes: Array.from({ length: 17 }, (_, index) =>
        create(
          text(
            `n${index}.shop.example`,
            Array(8)
              .fill(`"${"x".repeat(240)}"`)
              .join(" "),
          ),
        ),
      ),
      says: "Number of characters limit of 32000 exceeded.",
    },
    {
      when: "the apex loses its SOA",
      changes: [remove(zoneWith().recordSets(zoneId)[1]!)],
      says: "A HostedZone must contain exactly one SOA record.",
    },
    {
      when: "two things are wrong",
      changes: [remove(a("n.shop.example")), remove(a("o.shop.example"))],
      says: "but it was not found, Tried to delete resource record set [name='o.shop.example.', type='A']",
    },
    { when: "there is no change", changes: [], name: "InvalidInput", says: "at least one change" },
    {
      when: "a set has neither values nor a target",
      changes: [create({ Name: "n.shop.example", Type: "A", TTL: 10 })],
      name: "InvalidInput",
      says: "but found none in Change with [Action=CREATE, Name=n.shop.example, Type=A, SetIdentifier=null]",
    },
    {
      when: "an alias has a TTL",
      changes: [create(alias("n.shop.example", "r.shop.example", { TTL: 10 }))],
      name: "InvalidInput",
      says: "but found more than one",
    },
    {
      when: "a set has an identifier and no policy",
      changes: [create(a("n.shop.example", ["10.0.0.1"], { SetIdentifier: "x" }))],
      name: "InvalidInput",
      says: "Expected exactly one of [Weight",
    },
    {
      when: "a weighted set has no identifier",
      changes: [create(a("n.shop.example", ["10.0.0.1"], { Weight: 1 }))],
      name: "InvalidInput",
      says: "Missing field 'SetIdentifier'",
    },
    {
      when: "a weight is 256",
      changes: [create(weighted("n.shop.example", "one", 256))],
      name: "InvalidInput",
      says: "Weight 256",
    },
    {
      when: "a set names a health check that is not there",
      changes: [create({ ...multivalue("n.shop.example", "t1"), HealthCheckId: "lost" })],
      name: "NoSuchHealthCheck",
      says: "lost",
    },
  ])("refuses all of a batch when $when", ({ before = [], changes, name = "InvalidChangeBatch", says }) => {
    const route53 = zoneWith(...before);
    const untouched = route53.recordSets(zoneId);
    const batch = changes.length === 0 ? [] : [create(a("good.shop.example")), ...changes];
    expect(() => change(route53, ...batch)).toThrow(
      expect.objectContaining({ name, message: expect.stringContaining(says) }),
    );
    expect(route53.recordSets(zoneId)).toEqual(untouched);
    expect(route53.changeBatches(zoneId)).toBe(0);
  });

  it("changes made by hand are not counted", () => {
    const route53 = zoneWith();
    route53.changeByHand(zoneId, [create(a("hand.shop.example"))]);
    expect([namesIn(route53), route53.changeBatches(zoneId)]).toEqual([["hand.shop.example. A"], 0]);
  });
});

describe("health checks", () => {
  const config = { Type: "HTTP" as const, IPAddress: "52.1.0.7", Port: 8080, ResourcePath: "/health" };
  const created = (route53: Route53, CallerReference = "shop-1", changes: object = {}) =>
    (
      route53.createHealthCheck({ CallerReference, HealthCheckConfig: { ...config, ...changes } }) as {
        HealthCheck: { Id: string };
      }
    ).HealthCheck;

  it("the same CallerReference with the same settings gives the same check, with Route 53's defaults filled in", () => {
    const route53 = zoneWith();
    const first = created(route53);
    expect(created(route53)).toEqual(first);
    expect(first).toMatchObject({
      CallerReference: "shop-1",
      HealthCheckConfig: { ...config, RequestInterval: 30, FailureThreshold: 3 },
    });
    expect(route53.healthChecks.all).toHaveLength(1);
  });

  it.each([
    { when: "with other settings", afterwards: () => {}, changes: { Port: 81 } },
    {
      when: "after the check was deleted, with the same settings too",
      afterwards: (route53: Route53, HealthCheckId: string) => route53.deleteHealthCheck({ HealthCheckId }),
      changes: {},
    },
  ])("a CallerReference is refused $when", ({ afterwards, changes }) => {
    const route53 = zoneWith();
    afterwards(route53, created(route53).Id);
    expect(() => created(route53, "shop-1", changes)).toThrow(
      expect.objectContaining({ name: "HealthCheckAlreadyExists", statusCode: 409 }),
    );
  });

  it.each([
    { when: "a private address", changes: { IPAddress: "10.0.0.1" } },
    { when: "a carrier's private address", changes: { IPAddress: "100.64.0.1" } },
    { when: "no address", changes: { IPAddress: "host" } },
    { when: "an interval of 20 s", changes: { RequestInterval: 20 } },
    { when: "a threshold of 11", changes: { FailureThreshold: 11 } },
    { when: "a path for TCP", changes: { Type: "TCP" } },
    { when: "port 0", changes: { Port: 0 } },
  ])("refuses $when", ({ changes }) => {
    expect(() => created(zoneWith(), "shop-1", changes)).toThrow(expect.objectContaining({ name: "InvalidInput" }));
  });

  it("are listed in pages, in the order of their ids", () => {
    const route53 = zoneWith();
    for (let number = 0; number < 5; number += 1) created(route53, `shop-${number}`);
    const first = route53.listHealthChecks({ MaxItems: 3 }) as { NextMarker: string };
    expect(first).toMatchObject({
      IsTruncated: true,
      MaxItems: 3,
      HealthChecks: [{ CallerReference: "shop-0" }, { CallerReference: "shop-1" }, { CallerReference: "shop-2" }],
    });
    const second = route53.listHealthChecks({ MaxItems: 3, Marker: first.NextMarker });
    expect(second).toMatchObject({
      IsTruncated: false,
      Marker: first.NextMarker,
      HealthChecks: [{ CallerReference: "shop-3" }, { CallerReference: "shop-4" }],
    });
    expect(second).not.toHaveProperty("NextMarker");
  });

  it("can be deleted while a set refers to them, once", () => {
    const route53 = zoneWith();
    const { Id: HealthCheckId } = created(route53);
    change(route53, create({ ...multivalue("n.shop.example", "t1"), HealthCheckId }));
    route53.deleteHealthCheck({ HealthCheckId });
    expect(() => route53.deleteHealthCheck({ HealthCheckId })).toThrow(
      expect.objectContaining({ name: "NoSuchHealthCheck" }),
    );
  });
});

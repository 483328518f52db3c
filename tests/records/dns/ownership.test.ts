import { describe, expect, it } from "@jest/globals";
import { ownerIn, ownershipNameOf, ownershipSetOf } from "../../../shared/records/dns/ownership.ts";
import { planZone } from "../../../shared/records/dns/plan-zone.ts";
import type { RecordSet } from "../../../shared/records/dns/record-set.ts";
import { linesOf, ZoneRun } from "./run-zone.ts";
import { input, nowMs, owned, privateAddress, record, recordSet, running, taskId, txt } from "./zone-case.ts";

const name = "web.shop.internal";

describe("the name of an ownership record", () => {
  it.each([
    { when: "of a plain record", given: recordSet(), gives: `_headgate.a-all.${name}` },
    {
      when: "of a task's record",
      given: recordSet({ type: "AAAA", setIdentifier: taskId(1) }),
      gives: `_headgate.aaaa-${taskId(1)}.${name}`,
    },
    {
      when: "of an identifier with capitals, which a label can't tell apart",
      given: recordSet({ setIdentifier: "Blue" }),
      gives: `_headgate.a-ec7d56a01607001e.${name}`,
    },
    {
      when: "of an identifier that fills the label",
      given: recordSet({ setIdentifier: "x".repeat(61) }),
      gives: `_headgate.a-${"x".repeat(61)}.${name}`,
    },
    {
      when: "of an identifier that is one character too long",
      given: recordSet({ setIdentifier: "x".repeat(62) }),
      gives: `_headgate.a-21210f9644c6fe6b.${name}`,
    },
    {
      when: "of an SRV record",
      given: recordSet({ type: "SRV", name: `_http._tcp.${name}` }),
      gives: `_headgate.srv-all._http._tcp.${name}`,
    },
  ])("$when", ({ given, gives }) => expect(ownershipNameOf(given)).toBe(gives));
});

describe("the text of an ownership record", () => {
  it.each([
    {
      when: "short names are one string",
      given: { stack: "shop", service: "web" },
      gives: ['"heritage=headgate,headgate/stack=shop,headgate/service=web"'],
    },
    {
      when: "a longer text goes on in a second string after 255 characters",
      given: { stack: "s".repeat(200), service: "w".repeat(60) },
      gives: [
        `"heritage=headgate,headgate/stack=${"s".repeat(200)},headgate/service=${"w".repeat(4)}" "${"w".repeat(56)}"`,
      ],
    },
  ])("$when, and is read back", ({ given, gives }) => {
    const { values } = ownershipSetOf(recordSet(), given);
    expect(values).toEqual(gives);
    expect(ownerIn(values)).toEqual(given);
  });

  it.each([
    { when: "somebody else's text", given: ['"v=spf1 -all"'] },
    { when: "two owners, which is nobody's to change", given: [mark("shop"), mark("other")] },
    { when: "no value", given: [] },
  ])("names nobody: $when", ({ given }) => expect(ownerIn(given)).toBeNull());
});

function mark(stack: string): string {
  return `"heritage=headgate,headgate/stack=${stack},headgate/service=web"`;
}

type Foreign = { readonly when: string; readonly there: readonly RecordSet[]; readonly says: string };

const foreign: readonly Foreign[] = [
  { when: "nobody's", there: [recordSet()], says: `A ${name}: nobody says whose it is` },
  {
    when: "another stack's",
    there: owned(recordSet(), "site", "other"),
    says: `A ${name}: the Headgate stack other owns it, for its service site`,
  },
  {
    when: "external-dns's, with its mark at the name",
    there: [recordSet(), txt(name, "heritage=external-dns,external-dns/owner=prod,external-dns/resource=ingress/a/b")],
    says: `A ${name}: external-dns owns it (owner prod)`,
  },
  {
    when: "external-dns's, with its mark beside the name",
    there: [recordSet(), txt(`a-${name}`, "heritage=external-dns,external-dns/owner=prod")],
    says: `A ${name}: external-dns owns it (owner prod)`,
  },
  {
    when: "Cloud Map's, by the task in it",
    there: [recordSet({ setIdentifier: taskId(9), routing: { kind: "multivalue" } })],
    says: `A ${name} (${taskId(9)}): its identifier is an ECS task's id, as AWS Cloud Map registers them: ECS service discovery seems to write it`,
  },
  {
    when: "a CNAME",
    there: [recordSet({ type: "CNAME", values: ["web.elsewhere.example"] })],
    says: `CNAME ${name}: nobody says whose it is`,
  },
  {
    when: "a weighted record where a simple one is wanted",
    there: [recordSet({ setIdentifier: "blue", routing: { kind: "weighted", weight: 1 } })],
    says: `A ${name} (blue): nobody says whose it is`,
  },
  {
    when: "an alias to a load balancer",
    there: [
      recordSet({
        ttlSeconds: null,
        values: [],
        alias: { hostedZoneId: "Z9", dnsName: "lb.example", evaluateTargetHealth: false },
      }),
    ],
    says: `A ${name}: nobody says whose it is`,
  },
  {
    when: "a TXT record of another stack without its record",
    there: [ownershipSetOf(recordSet(), { stack: "other", service: "site" })],
    says: `TXT _headgate.a-all.${name}: nobody says whose it is`,
  },
];

describe("what is not ours stays, and the plan says whose it is", () => {
  it.each(foreign)("$when", ({ there, says }) => {
    const given = { records: { web: [record()] }, listings: { web: running([1, 2]) }, recordSets: there };
    const { actions, findings } = planZone(input(given), nowMs);
    expect(actions).toEqual([]);
    expect(findings).toEqual([
      {
        code: "record-not-owned",
        service: "web",
        database: null,
        numbers: { records: 1 },
        detail: says,
        unlocks: [],
      },
    ]);
  });

  it("stays also when the service is gone from headgate.yml", () => {
    for (const { there } of foreign) {
      const { actions } = planZone(input({ records: {}, listings: {}, recordSets: there }), nowMs);
      expect(actions).toEqual([]);
    }
  });

  it("holds back only the record that is in the way", () => {
    const run = new ZoneRun([recordSet()]);
    const records = { api: [record({ name: "api.shop.internal" })], web: [record()] };
    run.step({ records, listings: { api: running([3]), web: running([4]) } });
    expect(linesOf(run.zone.recordSets)).toEqual([
      `_headgate.a-all.api.shop.internal TXT "heritage=headgate,headgate/stack=shop,headgate/service=api"`,
      `api.shop.internal A ${privateAddress(3)}`,
      `web.shop.internal A ${privateAddress(1)}`,
    ]);
  });

  it("an alias of ours does not point to it", () => {
    const regionalName = "eu.web.shop.internal";
    const by = { kind: "latency", region: "eu-central-1" } as const;
    const regional = { regionalName, setIdentifier: "eu", by };
    const given = { records: { web: [record({ regional })] }, listings: { web: running([1]) } };
    const { actions } = planZone(input({ ...given, recordSets: [recordSet({ name: regionalName })] }), nowMs);
    expect(actions).toEqual([]);
  });

  it("sets of others beside ours are no hindrance where Route 53 takes both", () => {
    const theirs = recordSet({ setIdentifier: "blue", routing: { kind: "weighted", weight: 1 } });
    const run = new ZoneRun([theirs]);
    const records = { web: [record({ kind: "weighted", weight: 9, setIdentifier: "green" })] };
    const plan = run.step({ records, listings: { web: running([5]) } });
    expect(plan.findings).toEqual([]);
    expect(linesOf(run.zone.recordSets)).toContain(`${name} A [green] ${privateAddress(5)} weighted 9`);
    run.step({ records: {}, listings: {} });
    expect(run.zone.recordSets).toEqual([theirs]);
  });
});

describe("what was ours until somebody gave it a routing policy that we never write", () => {
  const failover = recordSet({ setIdentifier: "blue", routing: { kind: "other" } });

  it("is in no change, and the plan says so", () => {
    const records = { web: [record({ kind: "weighted", weight: 1, setIdentifier: "blue" })] };
    const given = { records, listings: { web: running([1]) }, recordSets: owned(failover) };
    const { actions, findings } = planZone(input(given), nowMs);
    expect(actions).toEqual([]);
    expect(findings.map(({ code, detail }) => [code, detail])).toEqual([
      [
        "record-not-owned",
        `A ${name} (blue): our own TXT record is beside it, with a routing policy that Headgate never writes`,
      ],
    ]);
  });

  it("stays where nobody wants it any more; only our own mark goes", () => {
    const run = new ZoneRun(owned(failover));
    run.step({ records: {}, listings: {} });
    expect(run.zone.recordSets).toEqual([failover]);
  });
});

describe("what is ours", () => {
  it("is given up by deleting its ownership record", () => {
    const run = new ZoneRun([recordSet()]);
    const given = { records: { web: [record()] }, listings: { web: running([1, 2]) } };
    expect(run.step(given).findings.map(({ code }) => code)).toEqual(["record-not-owned"]);
    run.step({ records: {}, listings: {} });
    expect(run.zone.recordSets).toEqual([recordSet()]);
  });

  it("is created again where only its ownership record is left", () => {
    const run = new ZoneRun([owned(recordSet())[1]!]);
    run.step({ records: { web: [record()] }, listings: { web: running([1]) } });
    expect(linesOf(run.zone.recordSets)).toEqual(linesOf(owned(recordSet())));
  });

  it("an ownership record that is left alone and wanted by nobody is removed", () => {
    const run = new ZoneRun([owned(recordSet())[1]!]);
    run.step({ records: { web: [record({ name: "new.shop.internal" })] }, listings: { web: running([]) } });
    expect(run.zone.recordSets).toEqual([owned(recordSet())[1]!]);
    run.step({ records: { web: [record({ name: "new.shop.internal" })] }, listings: { web: running([1]) } });
    expect(linesOf(run.zone.recordSets)).toEqual(linesOf(owned(recordSet({ name: "new.shop.internal" }))));
  });

  it("follows a service that is renamed, without a gap and without a DELETE", () => {
    const run = new ZoneRun();
    const multivalue = [record({ kind: "multivalue" })];
    run.step({ records: { web: multivalue }, listings: { web: running([1, 2, 3]) } });
    const plan = run.step({ records: { site: multivalue }, listings: { site: running([1, 2, 3]) } });
    const changes = plan.actions.flatMap((action) => (action.kind === "change-record-sets" ? action.changes : []));
    expect(changes.map(({ action, recordSet: { type } }) => `${action} ${type}`)).toEqual(Array(3).fill("UPSERT TXT"));
    expect(run.step({ records: { site: multivalue }, listings: { site: running([1, 2, 3]) } }).actions).toEqual([]);
  });
});

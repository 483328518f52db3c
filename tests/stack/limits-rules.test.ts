import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import type { DatabasePlace } from "../../shared/config/database-config.ts";
import { resolvedLength } from "../../stack/intrinsics.ts";
import { limitsRules } from "../../stack/limits-rules.ts";

const config = (places: readonly DatabasePlace[], proxies: readonly string[] = []): Config =>
  ({
    databases: places.map((at, index) => ({ name: `db-${index}`, at })),
    proxies: proxies.map((proxy) => ({ name: proxy, proxy })),
  }) as unknown as Config;

const instance = (name: string): DatabasePlace => ({ kind: "instance", instance: name });
const cluster = (name: string): DatabasePlace => ({ kind: "cluster", cluster: name, role: "writer" });

const patterns = (from: Config): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries(limitsRules(from, "headgate-dev"))
      .filter(([, { Type }]) => Type === "AWS::Events::Rule")
      .map(([id, { Properties }]) => [id, Properties["EventPattern"] as object]),
  );

const named = (detailType: string, ...names: readonly string[]) => ({
  source: ["aws.rds"],
  "detail-type": [detailType],
  ...(names.length === 0 ? {} : { detail: { SourceIdentifier: names } }),
});

describe("the rules of limits match", () => {
  type Row = { readonly when: string; readonly from: Config; readonly expected: Readonly<Record<string, object>> };
  it.each<Row>([
    { when: "nothing without a database", from: config([]), expected: {} },
    {
      when: "instances by name, sorted and once, and any group and cluster, as no name of theirs is known",
      from: config([instance("users"), instance("orders"), instance("users")]),
      expected: {
        RdsInstanceRule: named("RDS DB Instance Event", "orders", "users"),
        RdsParameterGroupRule: named("RDS DB Parameter Group Event"),
        RdsClusterRule: named("RDS DB Cluster Event"),
      },
    },
    {
      when: "clusters by name, and any instance, as every one may be a member",
      from: config([cluster("orders")]),
      expected: {
        RdsInstanceRule: named("RDS DB Instance Event"),
        RdsParameterGroupRule: named("RDS DB Parameter Group Event"),
        RdsClusterRule: named("RDS DB Cluster Event", "orders"),
      },
    },
    {
      when: "proxies by name, where there is one",
      from: config([instance("users")], ["Front", "back"]),
      expected: expect.objectContaining({ RdsProxyRule: named("RDS DB Proxy Event", "Front", "back") }) as never,
    },
  ])("$when", ({ from, expected }) => expect(patterns(from)).toEqual(expected));

  it("everything of the kind where the names would pass EventBridge's limit", () => {
    const many = Array.from({ length: 100 }, (_, n) => instance(`an-instance-with-a-long-name-${n}`));
    expect(patterns(config(many))["RdsInstanceRule"]).toEqual(named("RDS DB Instance Event"));
    for (const count of [1, 20, 40, 60, 100]) {
      for (const pattern of Object.values(patterns(config(many.slice(0, count))))) {
        expect(resolvedLength(pattern)).toBeLessThanOrEqual(2048);
      }
    }
  });
});

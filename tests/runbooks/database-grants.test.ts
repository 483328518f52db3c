import { describe, expect, it } from "@jest/globals";
import { publishesNothing } from "../../shared/config/publication.ts";
import { runbooks } from "../../shared/runbooks/registry.ts";
import type { RdsEstate } from "../../simulator/cloud/rds-estate.ts";
import { auroraCluster, auroraPostgres, withoutInsights } from "../limits-function/estates.ts";
import { recordOf, zoneId } from "../records/function/records-stack.ts";
import { worldSpec } from "../scale/small-world.ts";
import { databaseConfig, databaseWorld, orderable, orders } from "./database-world.ts";

const quiet = {
  ...worldSpec(),
  databases: worldSpec().databases.map((database) => ({ ...database, baseConnections: 0 })),
};
const multiAz: Partial<RdsEstate> = { instances: [{ ...orders, multiAz: true }] };
const aurora: Partial<RdsEstate> = {
  instances: ["orders-a", "orders-b"].map((instance) => withoutInsights(auroraPostgres(instance))),
  clusters: [auroraCluster({ readers: ["orders-b"] })],
  orderable: orderable("aurora-postgresql", "db.r6g.xlarge") ?? [],
};
const zone = { name: "internal", hostedZoneId: zoneId, domain: "shop.internal", policy: "sync" } as const;
const published = (at: Parameters<typeof databaseConfig>[1]) =>
  databaseConfig(
    { publish: { ...publishesNothing, records: [recordOf({ name: "checkout.shop.internal", address: "public" })] } },
    { unmanagedConnections: 0, ...at },
    { zones: [zone] },
  );

const iamOf = (call: string): string => call.replace(" ", ":");

/** What a run of the runbook sends, of its own: once on an instance, once on an Aurora cluster. */
const sentBy = async (runbook: string, params: Readonly<Record<string, unknown>>): Promise<ReadonlySet<string>> => {
  const sent = new Set<string>();
  for (const [estate, at] of [
    [multiAz, {}],
    [aurora, { at: { kind: "cluster", cluster: "orders", role: "writer" } as const }],
  ] as const) {
    const world = await databaseWorld({ estate, config: published(at), world: quiet });
    await world.live(60);
    await world.invoke({ runbook, params, confirm: true, requestId: "grants-0001" });
    await world.live(3600);
    expect(await world.status("grants-0001")).toMatchObject({ run: { phase: "done" } });
    for (const { name } of world.ran) sent.add(iamOf(name));
  }
  return sent;
};

/** What every runbook may do: Headgate's own table, queues and topic. */
const isCommon = (action: string): boolean => /^(dynamodb|sqs|sns):/.test(action);

/** Granted, and sent in other circumstances only. */
const elsewhere: Readonly<Record<string, string>> = {
  "rds:AddTagsToResource": "is checked by RDS where a request to create brings tags",
  "ec2:DescribeInstances": "is asked for tasks on EC2 instances",
};

describe("what the runbooks of databases send is what they are granted", () => {
  it.each([
    { runbook: "resize-database", params: { database: "orders", class: "db.r6g.xlarge", when: "now" } },
    { runbook: "add-read-replica", params: { database: "orders", class: "db.r6g.xlarge" } },
    { runbook: "park", params: { services: ["checkout"], databases: ["orders"], until: "40m" } },
    { runbook: "chaos", params: { service: "checkout", tasks: 1 } },
    { runbook: "chaos", params: { database: "orders", failover: true } },
  ])("$runbook $params", async ({ runbook, params }) => {
    const domain = new Set([
      ...(await sentBy("proxy-advice", { database: "orders" })),
      // Of a domain in which a service is about to shrink.
      "ecs:GetTaskProtection",
    ]);
    const sent = await sentBy(runbook, params);
    const granted = new Set(runbooks.find(({ name }) => name === runbook)!.grants.flatMap(({ actions }) => actions));
    const beyond = [...sent].filter((action) => !isCommon(action) && !domain.has(action) && !granted.has(action));
    expect(beyond).toEqual([]);
    if (runbook === "chaos") return;
    const unused = [...granted].filter((action) => !sent.has(action) && elsewhere[action] === undefined);
    expect(unused).toEqual([]);
  });

  it("chaos: both kinds together use all of it", async () => {
    const sent = new Set([
      ...(await sentBy("chaos", { service: "checkout", tasks: 1 })),
      ...(await sentBy("chaos", { database: "orders", failover: true })),
    ]);
    const granted = runbooks.find(({ name }) => name === "chaos")!.grants.flatMap(({ actions }) => actions);
    expect(granted.filter((action) => !sent.has(action) && elsewhere[action] === undefined)).toEqual([]);
  });
});

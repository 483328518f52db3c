import { describe, expect, it } from "@jest/globals";
import { makeHandler } from "../../functions/limits/handler.ts";
import { limitsDeps } from "../../functions/limits/wiring.ts";
import { decompress } from "../../shared/state/compressed.ts";
import type { Decision } from "../../shared/state/decision.ts";
import { emptyEstate } from "../../simulator/cloud/rds-estate.ts";
import { smallStack } from "../scale/small-stack.ts";
import { highRequests, stackConfig, worldSpec } from "../scale/small-world.ts";
import { instanceTypes, postgres } from "./estates.ts";

describe("what limits has found", () => {
  it("is in the snapshot of the next decision of the domain that it wakes", async () => {
    const config = stackConfig();
    const stack = smallStack(worldSpec(highRequests), config);
    const [database] = config.databases;
    if (database?.at.kind !== "instance") throw new Error("the small stack has one instance");
    stack.cloud.estate = { ...emptyEstate, instances: [postgres(database.at.instance)], instanceTypes };
    stack.warmUp(180);
    const { cloud } = stack;
    const resources = {
      TABLE_NAME: cloud.table.name,
      EVENTS_QUEUE_URL: cloud.queues.url("events"),
      EVENTS_DLQ_URL: cloud.queues.url("events-dlq"),
    };
    const around = { nowMs: () => stack.world.nowMs, log: { info: () => {}, warn: () => {} }, count: () => {} };
    await makeHandler(limitsDeps(cloud.limitsClients(), resources, config, around))({ kind: "read-limits" });
    const [woken] = stack.delayed();
    expect(woken).toMatchObject({
      wakeUp: { domain: config.domains[0]!.id, causes: ["limit-changed"] },
      delaySeconds: 0,
    });

    expect(await stack.wake(woken!.wakeUp)).toEqual({ batchItemFailures: [] });
    const item = cloud.table.items().find((one) => one["sk"]?.S?.startsWith("DECISION#"));
    const { snapshot } = decompress<Decision>(item!["body"]!.B!);
    expect(snapshot.databases[0]!.facts).toMatchObject({
      kind: "known",
      value: {
        database: database.name,
        instances: [{ instance: database.at.instance, instanceClass: "db.r6g.large" }],
      },
    });
  });
});

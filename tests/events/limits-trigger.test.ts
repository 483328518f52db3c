import { describe, expect, it } from "@jest/globals";
import { parseLimitsTrigger } from "../../shared/events/limits-trigger.ts";
import { sample, sampleNames } from "./samples.ts";

describe("what wakes limits", () => {
  const rows = [
    { name: "rds/cluster-failover", source: "shop-ledger" },
    { name: "rds/instance-class", source: "shop-orders" },
    { name: "rds/instance-restarted", source: "shop-orders" },
    { name: "rds/parameter-group", source: "shop-postgres16" },
    { name: "rds/proxy", source: "shop-front" },
  ];

  it.each(rows)("$name is about $source", ({ name, source }) => {
    const { id, detail } = sample(name) as { readonly id: string; readonly detail: { readonly Message: string } };
    expect(parseLimitsTrigger(sample(name))).toEqual({ kind: "about", id, source, message: detail.Message });
  });

  it("every sample of RDS has a row", () =>
    expect(rows.map(({ name }) => name)).toEqual(sampleNames().filter((name) => name.startsWith("rds/"))));

  it("the schedule reads all", () =>
    expect(parseLimitsTrigger(sample("scheduler/read-limits"))).toEqual({ kind: "all", id: "d32c5kddcf5bb8c3" }));

  it("what is the router's is not read here", () => {
    for (const name of ["ecs-task/running", "scheduler/tick", "wake-up/retry"]) {
      expect(parseLimitsTrigger(sample(name)).kind).toBe("unknown");
    }
  });
});

import { describe, expect, it } from "@jest/globals";
import { parseConfig } from "../../shared/config/read-config.ts";

const yaml = (...services: readonly string[]): string =>
  [
    "version: 1",
    "name: shop",
    "databases:",
    "  db: { instance: db-1, engine: mysql, maxConnections: 100 }",
    "services:",
    ...services,
  ].join("\n");

const read = (text: string) => {
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
  return reading.config;
};

const signals = "signals: { cpu: 70 }";

describe("capacity", () => {
  it.each([
    { when: "is Fargate unless given", text: "", expected: { kind: "fargate" } },
    { when: "of no keys is Fargate too", text: "capacity: {}", expected: { kind: "fargate" } },
    {
      when: "on EC2 has no figure that isn't given",
      text: "capacity: { launchType: ec2 }",
      expected: { kind: "ec2", maxInstances: null, networkInterfacesPerInstance: null },
    },
    {
      when: "on EC2 with both figures",
      text: "capacity: { launchType: ec2, maxInstances: 10, networkInterfacesPerInstance: 4 }",
      expected: { kind: "ec2", maxInstances: 10, networkInterfacesPerInstance: 4 },
    },
  ])("$when", ({ text, expected }) => {
    const service = ["cluster: shop", signals, text].filter(Boolean).join(", ");
    expect(read(yaml(`  web: { ${service} }`)).services[0]?.capacity).toEqual(expected);
  });

  it("of the defaults block is merged key by key, and a service may say fargate itself", () => {
    const config = read(
      [
        yaml("  api: { capacity: { maxInstances: 5 } }", "  web: { capacity: { launchType: fargate } }"),
        `defaults: { cluster: shop, ${signals}, capacity: { launchType: ec2, maxInstances: 10 } }`,
      ].join("\n"),
    );
    expect(config.services.map(({ capacity }) => capacity)).toEqual([
      { kind: "ec2", maxInstances: 5, networkInterfacesPerInstance: null },
      { kind: "fargate" },
    ]);
  });

  it("refuses keys of instances where nothing says that there are any", () => {
    const reading = parseConfig(
      yaml(`  web: { cluster: shop, ${signals}, capacity: { maxInstances: 5 } }`),
      "headgate.yml",
    );
    expect(reading).toMatchObject({
      kind: "refused",
      problems: [
        {
          code: "instances-without-ec2",
          path: "services.web.capacity",
          fix: "add launchType: ec2, or remove maxInstances",
        },
      ],
    });
  });
});

describe("domains", () => {
  const on = (name: string, cluster: string, more = "") => `  ${name}: { cluster: ${cluster}, ${signals}${more} }`;
  const ec2 = ", capacity: { launchType: ec2 }";
  const pool = ", pools: { db: 2 }, tasks: { min: 1 }";

  it("put the services on one EC2 cluster together, and Fargate services of that cluster apart", () => {
    const { domains } = read(
      yaml(on("api", "shop", ec2), on("jobs", "shop"), on("web", "shop", ec2), on("x", "other", ec2)),
    );
    expect(domains.map(({ services }) => services)).toEqual([["api", "web"], ["jobs"], ["x"]]);
  });

  it("reach over a cluster to the database behind it", () => {
    const { domains } = read(yaml(on("api", "shop", pool), on("jobs", "main", ec2 + pool), on("web", "main", ec2)));
    expect(domains).toMatchObject([{ id: "api", services: ["api", "jobs", "web"], databases: ["db"] }]);
  });

  it("are named by their services and their databases alone", () => {
    const { domains } = read(yaml(on("api", "shop", ec2), on("web", "shop", ec2)));
    expect(domains).toMatchObject([{ id: "api", databases: [] }]);
  });
});

import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { cost } from "../../cli/cost.ts";
import { startCloudFront } from "../../simulator/cloud/wire/cloud-front.ts";
import { workingFolder } from "./nginx-case.ts";

const plan = `costPlan: 1
name: mine
region: us-east-1
services: { api: { tasks: 2, cpuUnits: 1024, memoryMib: 2048 } }
`;
const own = (dollars: string, more = "") => `version: 1
currency: USD
rows:
  - { region: us-east-1, what: fargate/x86/vcpu, unit: vCPU-hour, dollars: ${dollars}, asOf: "2026-10", source: contract${more} }
`;

let place: ReturnType<typeof workingFolder>;
beforeAll(() => {
  place = workingFolder();
  place.write("plan.yml", plan);
  place.write("kafka.yml", `${plan}kafka: { events: { brokerType: kafka.m9.large, brokers: 3 } }\n`);
  place.write("wrong.yml", plan.replace("tasks: 2", "task: 2"));
  place.write("prices.yml", own('"0.01"'));
  place.write("bad-prices.yml", own("0.01"));
  place.write(
    "priced.yml",
    `${readFileSync(join(place.folder, "headgate.yml"), "utf8").replace("maxConnections: 400 }", "maxConnections: 400, monthlyDollars: 250 }")}`,
  );
});
afterAll(() => rmSync(place.folder, { recursive: true }));
const run = (...args: readonly string[]) => place.headgate("cost", ...args);

describe("headgate cost", () => {
  it("prices the seven-service plan where no file is named, without a network", () => {
    const { status, stdout, stderr } = run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("seven-services in us-east-1, everything on demand; dollars for a month of 730 hours:\n");
    expect(stdout).toMatch(/service gateway +3 tasks, vCPU +547\.5 vCPU-hour x 0\.04048 +22\.16\n/);
    expect(stdout).toMatch(/together +1,241\.58\*\n/);
    expect(stdout).toMatch(/committed-1y +1,107\.74\* +133\.84/);
    expect(stdout).toMatch(/a load balancer per service +123\.16\n/);
    expect(stdout).toMatch(/nginx on one instance +3\.71\n/);
    expect(stdout).toContain("gateway: 3 more tasks: $27.03 a month while they run.");
    expect(stdout).toMatch(
      /Headgate itself, for the sample of seven services: \$12\.91\* a month at list prices; \$7\.56 beyond/,
    );
  });

  it("prices a plan of one's own, bought another way, with one's own rates", () => {
    // 2 x (1 x 0.04048 + 2 x 0.004445) x 730
    expect(run("plan.yml").stdout).toMatch(/together +72\.08 \n|together +72\.08\n/);
    expect(run("plan.yml", "--scenario", "savings-plan-1y").stdout).toMatch(/together +57\.66\*/);
    // The vCPU at 0.01
    expect(run("plan.yml", "--prices", "prices.yml").stdout).toMatch(/together +27\.58/);
  });

  it("prices a headgate.yml at the least and the most tasks, with the team's figure for a database", () => {
    const { status, stdout } = run("priced.yml", "--task", "1024/2048");
    expect(status).toBe(0);
    // 2 services x 3 tasks x 36.0401, and 20 tasks
    expect(stdout).toMatch(/together +466\.24 +1,691\.60\n/);
    expect(stdout).toMatch(/database db +250\.00 +250\.00\n/);
  });

  it("is not content where a figure is missing, and says what to write", () => {
    const { status, stdout } = run("headgate.yml");
    expect(status).toBe(1);
    expect(stdout).toContain(
      "not in the sum: database db: its class is not in headgate.yml\n    fix: write databases.db.monthlyDollars",
    );
    const kafka = run("kafka.yml");
    expect(kafka.status).toBe(1);
    expect(kafka.stdout).toMatch(/together, at least +72\.08/);
    expect(kafka.stdout).toContain(
      "no price: kafka events, 3 x kafka.m9.large: the price book has no msk/kafka.m9.large (item-not-in-book)",
    );
  });

  it.each([
    { count: "10", says: /10 services in 2 domains, 1 zone/, total: /together +10\.34\*/ },
    { count: "100", says: /100 services in 20 domains, 1 zone/, total: /together +34\.74\*/ },
  ])("tells what Headgate costs for $count services", ({ count, says, total }) => {
    const { status, stdout } = run("--services", count);
    expect(status).toBe(0);
    expect(stdout).toMatch(says);
    expect(stdout).toMatch(total);
  });

  it("as JSON gives the source and the date of each price, and millionths of a dollar", () => {
    const { status, stdout } = run("plan.yml", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: "plan",
      bill: {
        region: "us-east-1",
        scenario: "on-demand",
        monthly: 72_080_200,
        lines: [
          {
            row: { source: expect.stringContaining("https://"), asOf: "2026-03-10", confirmed: true },
            monthly: 59_100_800,
          },
          { monthly: 12_979_400 },
        ],
      },
    });
  });

  it.each<{ when: string; args: readonly string[]; status: number; says: RegExp }>([
    {
      when: "a file that isn't there",
      args: ["none.yml"],
      status: 2,
      says: /^none\.yml: can't be read: ENOENT.*\n {2}fix: check the path/,
    },
    {
      when: "a plan that is refused",
      args: ["wrong.yml"],
      status: 1,
      says: /^wrong\.yml:4:\d+ error unknown-key services\.api\.task: [\s\S]*did you mean tasks\?/,
    },
    {
      when: "a price book that is refused",
      args: ["plan.yml", "--prices", "bad-prices.yml"],
      status: 1,
      says: /^bad-prices\.yml:4:\d+ error [\s\S]*fix: /,
    },
    {
      when: "a price book that isn't there",
      args: ["plan.yml", "--prices", "none.json"],
      status: 2,
      says: /^none\.json: can't be read/,
    },
    {
      when: "a scenario that is none",
      args: ["--scenario", "comitted-1y"],
      status: 2,
      says: /did you mean committed-1y\?/,
    },
    {
      when: "a region that is not in the book",
      args: ["--region", "eu-west1"],
      status: 2,
      says: /did you mean eu-west-1\?.*--refresh/,
    },
    { when: "a size of no task", args: ["headgate.yml", "--task", "1"], status: 2, says: /write CPU units and MiB/ },
    { when: "services that were not measured", args: ["--services", "11"], status: 2, says: /take 10 or 100/ },
    {
      when: "services together with a file",
      args: ["plan.yml", "--services", "10"],
      status: 2,
      says: /leave plan\.yml out/,
    },
    {
      when: "a plan to refresh for that is refused",
      args: ["wrong.yml", "--refresh", "p.json"],
      status: 1,
      says: /^wrong\.yml:4:/,
    },
    {
      when: "an endpoint that is none",
      args: ["--refresh", "p.json", "--endpoint", "eu-west-1"],
      status: 2,
      says: /Allowed choices are us-east-1, eu-central-1, ap-south-1/,
    },
  ])("tells $when, and what to do", ({ args, status, says }) => {
    const { status: exit, stdout, stderr } = run(...args);
    expect(exit).toBe(status);
    expect(status === 2 ? stderr : stdout).toMatch(says);
  });

  it("knows no region that is a word of the price book's own", () =>
    expect(cost(undefined, { region: "global" })).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining("global is no region"),
    }));

  it("shows its help with examples and exit codes", () => {
    const { status, stdout } = run("--help");
    expect(status).toBe(0);
    expect(stdout).toContain("headgate cost --refresh prices.json --region eu-west-1");
    expect(stdout).toContain("Exit codes: 0 priced");
  });

  it("refuses to refresh without AWS, and leaves the file alone", async () => {
    const front = await startCloudFront({
      handle: () =>
        Promise.reject(Object.assign(new Error("not you"), { name: "AccessDeniedException", statusCode: 400 })),
    });
    const file = place.write("kept.json", "before");
    const { refreshFile } = await import("../../cli/cost-refresh.ts");
    const { PricingClient } = await import("@aws-sdk/client-pricing");
    const client = new PricingClient({
      region: "us-east-1",
      endpoint: front.url,
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
    });
    const { exitCode } = await refreshFile(client, join(place.folder, file), ["us-east-1"], () => {});
    await front.close();
    expect({ exitCode, kept: readFileSync(join(place.folder, file), "utf8") }).toEqual({ exitCode: 1, kept: "before" });
  });
});

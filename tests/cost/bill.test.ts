import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { billOf, sumsByPart } from "../../shared/cost/bill.ts";
import { builtInBook } from "../../shared/cost/book/built-in-book.ts";
import { decisionCost, describeDecisionCost } from "../../shared/cost/decision-cost.ts";
import { priceFinder } from "../../shared/cost/find-price.ts";
import { instanceMonthly } from "../../shared/cost/instance-price.ts";
import { dollarsText } from "../../shared/cost/money.ts";
import { planCharges } from "../../shared/cost/plan-charges.ts";
import { type ScenarioName, scenarioNamed, scenarioNames } from "../../shared/cost/scenario.ts";
import { sevenServices } from "./seven-services.ts";

const find = priceFinder(builtInBook);
const small = { cpuUnits: 256, memoryMib: 512 };
const bill = (name: ScenarioName, region = "us-east-1") => {
  const scenario = scenarioNamed(name);
  return billOf(planCharges(sevenServices(), scenario), region, find, scenario);
};

describe("the bill of the seven-service plan", () => {
  it("comes to this, part by part, for 730 hours in us-east-1", () => {
    const sums = Object.fromEntries([...sumsByPart(bill("on-demand"))].map(([part, sum]) => [part, dollarsText(sum)]));
    expect(sums).toEqual({
      // 3 x (0.25 x 0.04048 + 0.5 x 0.004445) x 730
      "service gateway": "27.03",
      "service inventory": "27.03",
      "service notification": "27.03",
      "service order": "27.03",
      "service payment": "27.03",
      "service stream-processor": "27.03",
      "service user": "27.03",
      // 0.145 x 730
      "database orders": "105.85",
      "database payments": "105.85",
      "database users": "105.85",
      "cache sessions": "12.41",
      // 3 x 0.21 x 730
      "kafka events": "459.90",
      "broker receipts": "210.24",
      // (0.0225 + 0.008) x 730
      "load balancer public": "22.27",
      files: "15.00",
      metrics: "6.00",
      traces: "5.00",
      secrets: "4.00",
    });
    expect(dollarsText(bill("on-demand").monthly)).toBe("1,241.58");
  });

  it.each<{ name: ScenarioName; total: string }>([
    { name: "on-demand", total: "1,241.58" },
    { name: "spot", total: "1,153.28" },
    { name: "savings-plan-1y", total: "1,203.73" },
    { name: "savings-plan-3y", total: "1,156.43" },
    { name: "reserved-1y", total: "1,145.58" },
    { name: "committed-1y", total: "1,107.74" },
  ])("$name: $total", ({ name, total }) => expect(dollarsText(bill(name).monthly)).toBe(total));

  it("keeps the first task of each service off Spot", () => {
    const lines = bill("spot").lines.filter(({ part }) => part === "service user");
    expect(lines.map(({ title, row }) => `${title}: ${row.basis}`)).toEqual([
      "1 task, vCPU: on-demand",
      "1 task, memory: on-demand",
      "2 tasks, vCPU: spot",
      "2 tasks, memory: spot",
    ]);
  });

  it("takes the on-demand price where a term is not sold, and says so", () => {
    const { lines, monthly } = bill("reserved-3y");
    const instead = lines.filter(({ insteadOf }) => insteadOf !== null);
    expect(instead.map(({ part, insteadOf, row }) => `${part} ${insteadOf} ${row.basis}`)).toEqual([
      "database orders reserved-3y on-demand",
      "database payments reserved-3y on-demand",
      "database users reserved-3y on-demand",
      "cache sessions reserved-3y on-demand",
    ]);
    expect(monthly).toBe(bill("on-demand").monthly);
  });

  it("counts nothing for what has no price, and names it with what to do", () => {
    const { unpriced, lines } = bill("on-demand", "eu-central-1");
    expect(unpriced.map(({ part }) => part)).toEqual([
      "database orders",
      "database payments",
      "database users",
      "kafka events",
      "broker receipts",
      "files",
    ]);
    expect(lines.some(({ part }) => part === "kafka events")).toBe(false);
    expect(unpriced[0]!.because).toMatchObject({
      code: "item-not-in-region",
      fix: expect.stringContaining("--refresh"),
    });
  });

  it("is always the exact sum of its lines, and no scenario is ever dearer than on demand", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...scenarioNames),
        fc.constantFrom("us-east-1", "eu-central-1", "eu-west-1"),
        (name, region) => {
          const { lines, monthly } = bill(name, region);
          expect(lines.reduce((sum, line) => sum + line.monthly, 0)).toBe(monthly);
          expect(monthly).toBeLessThanOrEqual(bill("on-demand", region).monthly);
        },
      ),
    );
  });
});

describe("what a decision costs", () => {
  const cost = (fromTasks: number, toTasks: number, region = "us-east-1") =>
    decisionCost([{ service: "user", fromTasks, toTasks, size: small }], region, find);

  it.each([
    { when: "three more tasks", from: 3, to: 6, says: "3 more tasks: $27.03 a month while they run" },
    { when: "one more", from: 3, to: 4, says: "1 more task: $9.01 a month while they run" },
    { when: "two fewer", from: 5, to: 3, says: "2 fewer tasks: $18.02 a month less" },
    { when: "nothing", from: 3, to: 3, says: "no change of cost" },
  ])("$when", ({ from, to, says }) => expect(describeDecisionCost(cost(from, to))).toBe(says));

  it("is told by the hour too, in millionths of a dollar", () =>
    // 3 x 0.0123425 $
    expect(cost(3, 6)).toEqual({ kind: "priced", moreTasks: 3, hourly: 37_028, monthly: 27_030_075, confirmed: true }));

  it("adds up services of different sizes, with those that shrink", () => {
    const changes = [
      { service: "order", fromTasks: 2, toTasks: 3, size: { cpuUnits: 1024, memoryMib: 2048 } },
      { service: "user", fromTasks: 4, toTasks: 3, size: small },
    ];
    const priced = decisionCost(changes, "us-east-1", find);
    expect(priced).toMatchObject({ moreTasks: 0, monthly: 36_040_100 - 9_010_025 });
    expect(describeDecisionCost(priced)).toBe("as many tasks: $27.03 a month more while they run");
  });

  it("is unknown where there is no price, with what to do", () => {
    expect(describeDecisionCost(cost(3, 6, "ap-south-1"))).toMatch(
      /^cost unknown: the price book has no region ap-south-1/,
    );
  });

  it("marks a price that was not confirmed", () =>
    expect(describeDecisionCost(cost(3, 6, "eu-central-1"))).toContain("(a price behind it is not confirmed)"));

  it("is always what it costs to go there less what it costs to come back", () => {
    fc.assert(
      fc.property(fc.nat({ max: 200 }), fc.nat({ max: 200 }), (from, to) => {
        const [there, back] = [cost(from, to), cost(to, from)];
        if (there.kind === "no-price" || back.kind === "no-price") throw new Error("us-east-1 has prices");
        expect(there.monthly).toBe(back.monthly === 0 ? 0 : -back.monthly);
      }),
    );
  });
});

describe("what an instance class costs", () => {
  it.each([
    { engine: "mysql", instanceClass: "db.t3.large", deployment: "multi-az", dollars: "198.56" },
    { engine: "mariadb", instanceClass: "db.t3.large", deployment: "single-az", dollars: "99.28" },
    { engine: "postgres", instanceClass: "db.t3.medium", deployment: "multi-az", dollars: "105.85" },
  ] as const)("$engine $instanceClass $deployment: $dollars a month", ({ dollars, ...instance }) => {
    const price = instanceMonthly({ ...instance, region: "us-east-1" }, find);
    expect(price.kind === "priced" && dollarsText(price.monthly)).toBe(dollars);
  });

  it("is unknown for a class that is not in the book", () =>
    expect(
      instanceMonthly(
        { engine: "postgres", instanceClass: "db.x99.large", deployment: "single-az", region: "us-east-1" },
        find,
      ),
    ).toMatchObject({ kind: "no-price", code: "item-not-in-book" }));
});

import { describe, expect, it } from "@jest/globals";
import { balancerPrices } from "../../../shared/records/ports/balancer-prices.ts";
import { compareBalancers, smallLoad } from "../../../shared/records/ports/compare-balancers.ts";

const pricesOf = (region: string) => balancerPrices.find((prices) => prices.region === region)!;
const totals = (region: string, services: number) =>
  Object.fromEntries(
    compareBalancers(pricesOf(region), { ...smallLoad, services }).map(({ way, dollarsPerMonth }) => [
      way,
      dollarsPerMonth,
    ]),
  );

describe("what it costs to balance", () => {
  it.each([
    {
      when: "five services in us-east-1: about $90 a month, or $3 to $5",
      region: "us-east-1",
      services: 5,
      // 5 x 730 x 0.0225 + 1 x 730 x 0.008; 730 x 0.0225 + 5.84; 730 x 0.0042 + 8 x 0.08.
      gives: { "alb-per-service": 87.97, "one-alb": 22.27, nginx: 3.71, "nginx-pair": 7.41, dns: 1.5 },
    },
    {
      when: "five services in eu-central-1",
      region: "eu-central-1",
      services: 5,
      gives: { "alb-per-service": 104.39, "one-alb": 25.55, nginx: 4.26, "nginx-pair": 8.53, dns: 1.5 },
    },
    {
      when: "a single service: one load balancer either way",
      region: "us-east-1",
      services: 1,
      gives: { "alb-per-service": 17.6, "one-alb": 17.6, nginx: 3.71, "nginx-pair": 7.41, dns: 1.5 },
    },
  ])("$when", ({ region, services, gives }) => expect(totals(region, services)).toEqual(gives));

  it("shows the arithmetic, which comes out at the sum", () => {
    const [first] = compareBalancers(pricesOf("us-east-1"), { ...smallLoad, services: 5 });
    expect(first!.lines).toEqual([
      { what: "load balancers", arithmetic: "5 x 730 h x $0.0225", dollars: 82.13 },
      { what: "capacity units", arithmetic: "1 x 730 h x $0.008", dollars: 5.84 },
    ]);
    for (const { lines, dollarsPerMonth } of compareBalancers(pricesOf("us-east-1"), { ...smallLoad, services: 5 }))
      expect(lines.reduce((sum, { dollars }) => sum + dollars, 0)).toBeCloseTo(dollarsPerMonth, 9);
  });
});

import { describe, expect, it } from "@jest/globals";
import { builtInBook } from "../../../shared/cost/book/built-in-book.ts";
import { priceFinder } from "../../../shared/cost/find-price.ts";
import { compareBalancers, smallLoad } from "../../../shared/records/ports/compare-balancers.ts";

const compare = (region: string, services: number) =>
  compareBalancers(priceFinder(builtInBook), region, { ...smallLoad, services });
const totals = (region: string, services: number) =>
  Object.fromEntries(compare(region, services).ways.map(({ way, dollarsPerMonth }) => [way, dollarsPerMonth]));

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
    const [first] = compare("us-east-1", 5).ways;
    expect(first!.lines).toEqual([
      { what: "load balancers", arithmetic: "5 x 730 h x $0.0225", dollars: 82.13, confirmed: true },
      { what: "capacity units", arithmetic: "1 x 730 h x $0.008", dollars: 5.84, confirmed: true },
    ]);
    for (const { lines, dollarsPerMonth } of compare("us-east-1", 5).ways)
      expect(lines.reduce((sum, { dollars }) => sum + dollars, 0)).toBeCloseTo(dollarsPerMonth, 9);
  });

  it("leaves out a way with a price that is not known, and says which", () => {
    const { ways, unpriced } = compare("eu-west-1", 5);
    expect(ways.map(({ way }) => way)).toEqual(["alb-per-service", "one-alb", "dns"]);
    expect(unpriced.map(({ key, code }) => `${key.what} ${code}`)).toEqual([
      "ec2/t4g.nano item-not-in-region",
      "ebs/gp3 item-not-in-region",
    ]);
  });
});

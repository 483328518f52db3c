import { type BalancerPrices, type NginxInstance, route53Prices } from "./balancer-prices.ts";

/** One way to bring requests to the tasks, with what it costs in a month. */
export type BalancerCost = {
  readonly way: "alb-per-service" | "one-alb" | "nginx" | "nginx-pair" | "dns";
  readonly title: string;
  readonly lines: readonly CostLine[];
  /** Rounded to cents. */
  readonly dollarsPerMonth: number;
};

/** `5 x 730 h x $0.0225`: what is multiplied, and what comes out. */
export type CostLine = { readonly what: string; readonly arithmetic: string; readonly dollars: number };

export type BalancerLoad = {
  readonly services: number;
  /** Average over the month, per service. A fifth of a unit is 5 new connections a second, or 0.2 GB an hour. */
  readonly lcuPerService: number;
  readonly instance: NginxInstance;
  readonly diskGib: number;
  /** Lookups that reach Route 53, in millions a month. */
  readonly millionQueries: number;
};

export const smallLoad: Omit<BalancerLoad, "services"> = {
  lcuPerService: 0.2,
  instance: "t4g.nano",
  diskGib: 8,
  millionQueries: 2.5,
};

/** What AWS and this project reckon a month with. */
export const hoursPerMonth = 730;

/**
 * A load balancer per service beside one for all, nginx on an instance or two, and DNS alone.
 *
 * @param load services >= 1
 * @returns in this order, each with its arithmetic; traffic out of AWS is the same everywhere and left out
 * @throws never
 */
export const compareBalancers = (prices: BalancerPrices, load: BalancerLoad): readonly BalancerCost[] => {
  const { services, lcuPerService, instance, diskGib, millionQueries } = load;
  const perHour = (what: string, count: number, dollars: number): CostLine => ({
    what,
    arithmetic: `${count} x ${hoursPerMonth} h x $${dollars}`,
    dollars: cents(count * hoursPerMonth * dollars),
  });
  const capacity = perHour("capacity units", rounded(services * lcuPerService), prices.lcuPerHourDollars);
  const nginx = (count: number): readonly CostLine[] => [
    perHour(instance, count, prices.instancePerHourDollars[instance]),
    {
      what: "disk",
      arithmetic: `${count} x ${diskGib} GiB x $${prices.gp3PerGibMonthDollars}`,
      dollars: cents(count * diskGib * prices.gp3PerGibMonthDollars),
    },
  ];
  const dns: readonly CostLine[] = [
    {
      what: "hosted zone",
      arithmetic: `1 x $${route53Prices.zonePerMonthDollars}`,
      dollars: route53Prices.zonePerMonthDollars,
    },
    {
      what: "queries",
      arithmetic: `${millionQueries} million x $${route53Prices.millionQueriesDollars}`,
      dollars: cents(millionQueries * route53Prices.millionQueriesDollars),
    },
  ];
  return [
    cost("alb-per-service", "a load balancer per service", [
      perHour("load balancers", services, prices.albPerHourDollars),
      capacity,
    ]),
    cost("one-alb", "one load balancer for all of them", [
      perHour("load balancer", 1, prices.albPerHourDollars),
      capacity,
    ]),
    cost("nginx", "nginx on one instance", nginx(1)),
    cost("nginx-pair", "nginx on two instances", nginx(2)),
    cost("dns", "DNS alone (multivalue)", dns),
  ];
};

const cost = (way: BalancerCost["way"], title: string, lines: readonly CostLine[]): BalancerCost => ({
  way,
  title,
  lines,
  dollarsPerMonth: cents(lines.reduce((sum, { dollars }) => sum + dollars, 0)),
});

const cents = (dollars: number): number => Math.round(dollars * 100) / 100;

/** 5 x 0.2 is 1, not 1.0000000000000002. */
const rounded = (count: number): number => Math.round(count * 1000) / 1000;

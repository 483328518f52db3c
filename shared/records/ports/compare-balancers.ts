import type { FindPrice, NoPrice } from "../../cost/find-price.ts";
import { items, virtualMachine } from "../../cost/items.ts";
import { amountOf, hoursPerMonth } from "../../cost/money.ts";
import type { PriceRow } from "../../cost/price-book.ts";

/** One way to bring requests to the tasks, with what it costs in a month. */
export type BalancerCost = {
  readonly way: "alb-per-service" | "one-alb" | "nginx" | "nginx-pair" | "dns";
  readonly title: string;
  readonly lines: readonly CostLine[];
  /** Rounded to cents. */
  readonly dollarsPerMonth: number;
};

/** `5 x 730 h x $0.0225`: what is multiplied, and what comes out. */
export type CostLine = {
  readonly what: string;
  readonly arithmetic: string;
  readonly dollars: number;
  /** False: the price was not confirmed. */
  readonly confirmed: boolean;
};

export type BalancerLoad = {
  readonly services: number;
  /** Average over the month, per service. A fifth of a unit is 5 new connections a second, or 0.2 GB an hour. */
  readonly lcuPerService: number;
  readonly instance: "t4g.nano" | "t4g.micro" | "t4g.small";
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

export type BalancerComparison = {
  readonly region: string;
  /** Only those whose every price is known. */
  readonly ways: readonly BalancerCost[];
  readonly unpriced: readonly NoPrice[];
};

/**
 * A load balancer per service beside one for all, nginx on an instance or two, and DNS alone.
 *
 * @param load services >= 1
 * @returns in this order, each with its arithmetic; traffic out of AWS is the same everywhere and left out
 * @throws never
 */
export const compareBalancers = (find: FindPrice, region: string, load: BalancerLoad): BalancerComparison => {
  const { services, lcuPerService, instance, diskGib, millionQueries } = load;
  const unpriced = new Map<string, NoPrice>();
  const priced = (what: string, line: (row: PriceRow) => CostLine): CostLine | null => {
    const found = find({ region, what, basis: "on-demand" });
    if (found.kind === "price") return line(found.row);
    unpriced.set(what, found);
    return null;
  };
  const perHour = (title: string, what: string, count: number) =>
    priced(what, ({ dollars, confirmed }) => ({
      what: title,
      arithmetic: `${count} x ${hoursPerMonth} h x $${dollars}`,
      dollars: centsOf(amountOf(dollars, count * hoursPerMonth)),
      confirmed,
    }));
  const capacity = perHour("capacity units", items.albCapacityUnit, rounded(services * lcuPerService));
  const nginx = (count: number) => [
    perHour(instance, virtualMachine(instance), count),
    priced(items.gp3, ({ dollars, confirmed }) => ({
      what: "disk",
      arithmetic: `${count} x ${diskGib} GiB x $${dollars}`,
      dollars: centsOf(amountOf(dollars, count * diskGib)),
      confirmed,
    })),
  ];
  const dns = [
    priced(items.hostedZone, ({ dollars, confirmed }) => ({
      what: "hosted zone",
      arithmetic: `1 x $${dollars}`,
      dollars: centsOf(amountOf(dollars, 1)),
      confirmed,
    })),
    priced(items.dnsQuery, ({ dollars, confirmed }) => ({
      what: "queries",
      arithmetic: `${millionQueries} million x $${dollars}`,
      dollars: centsOf(amountOf(dollars, millionQueries)),
      confirmed,
    })),
  ];
  const ways = [
    cost("alb-per-service", "a load balancer per service", [
      perHour("load balancers", items.albHour, services),
      capacity,
    ]),
    cost("one-alb", "one load balancer for all of them", [perHour("load balancer", items.albHour, 1), capacity]),
    cost("nginx", "nginx on one instance", nginx(1)),
    cost("nginx-pair", "nginx on two instances", nginx(2)),
    cost("dns", "DNS alone (multivalue)", dns),
  ];
  return { region, ways: ways.flatMap((way) => way ?? []), unpriced: [...unpriced.values()] };
};

const cost = (way: BalancerCost["way"], title: string, lines: readonly (CostLine | null)[]): BalancerCost | null => {
  const known = lines.flatMap((line) => line ?? []);
  if (known.length < lines.length) return null;
  const cents = known.reduce((sum, { dollars }) => sum + Math.round(dollars * 100), 0);
  return { way, title, lines: known, dollarsPerMonth: cents / 100 };
};

const centsOf = (microdollars: number): number => Math.round(microdollars / 10_000) / 100;

/** 5 x 0.2 is 1, not 1.0000000000000002. */
const rounded = (count: number): number => Math.round(count * 1000) / 1000;

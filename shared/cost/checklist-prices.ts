import type { Price, Priced, PriceOf } from "../checklist/price.ts";
import type { FindPrice } from "./find-price.ts";
import { cacheNode, databaseInstance, type Engine, items } from "./items.ts";
import { amountOf, hoursPerMonth } from "./money.ts";

/** What the checklist's fixes and steps cost in a region, out of the price book. */
export const checklistPrices =
  (find: FindPrice, region: string): PriceOf =>
  (what) => {
    const bought = itemOf(what);
    if (bought === null) return unknown;
    const found = find({ region, what: bought.item, basis: "on-demand" });
    if (found.kind === "no-price") return unknown;
    const { dollars, asOf, source } = found.row;
    return { kind: "known", monthlyDollars: amountOf(dollars, bought.units) / microPerDollar, asOf, source };
  };

const microPerDollar = 1_000_000;

const unknown: Price = { kind: "unknown" };

type Bought = { readonly item: string /** In a month. */; readonly units: number };

/** `null`: the price book has no such thing. */
const itemOf = (what: Priced): Bought | null => {
  switch (what.kind) {
    case "alarm-metric":
      return { item: items.alarmMetric, units: 1 };
    case "application-balancer":
      return { item: items.albHour, units: hoursPerMonth };
    case "cache-node":
      return { item: cacheNode(what.nodeType), units: hoursPerMonth };
    case "database-instance": {
      const engine = engines[what.engine];
      const deployment = what.multiAz ? "multi-az" : "single-az";
      return engine === undefined
        ? null
        : { item: databaseInstance(engine, what.instanceClass, deployment), units: hoursPerMonth };
    }
    case "database-proxy":
      return null;
  }
};

/** Of the names that RDS has; Aurora's instances have prices of their own. */
const engines: Readonly<Record<string, Engine>> = { postgres: "postgres", mysql: "mysql", mariadb: "mariadb" };

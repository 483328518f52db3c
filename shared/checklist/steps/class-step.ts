import { nextClassesOf } from "../../limits/class-memory.ts";
import type { Database } from "../account-reading.ts";
import type { Price, PriceOf } from "../price.ts";
import { awsCommand } from "../shell-command.ts";
import type { NextStep } from "./next-step.ts";

export const classStep = (
  database: Database,
  because: string,
  numbers: Readonly<Record<string, number>>,
  priceOf: PriceOf,
): NextStep => {
  const [next] = nextClassesOf(database.instanceClass);
  const priced = (instanceClass: string): Price =>
    priceOf({ kind: "database-instance", engine: database.engine, instanceClass, multiAz: database.multiAz });
  return {
    code: "database-class",
    what: `Give ${database.id} a larger class${next === undefined ? "" : `: ${next.instanceClass}`}.`,
    because,
    numbers,
    price:
      next === undefined ? { kind: "unknown" } : difference(priced(next.instanceClass), priced(database.instanceClass)),
    command: awsCommand("rds modify-db-instance", {
      "db-instance-identifier": database.id,
      "db-instance-class": next?.instanceClass ?? { variable: "INSTANCE_CLASS" },
    }),
  };
};

const difference = (larger: Price, present: Price): Price =>
  larger.kind === "known" && present.kind === "known"
    ? { ...larger, monthlyDollars: larger.monthlyDollars - present.monthlyDollars }
    : { kind: "unknown" };

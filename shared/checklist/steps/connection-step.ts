import type { Config } from "../../config/config.ts";
import type { AccountMetrics } from "../account-metrics.ts";
import type { AccountReading } from "../account-reading.ts";
import { knownLimit } from "../known-limit.ts";
import type { PriceOf } from "../price.ts";
import { awsCommand } from "../shell-command.ts";
import { busiest, type NextStep } from "./next-step.ts";
import { writersOf } from "./writers-of.ts";

const fullRatio = 0.8;

export const connectionStep = (
  reading: AccountReading,
  metrics: AccountMetrics,
  config: Config | null,
  priceOf: PriceOf,
): NextStep | null => {
  const full = writersOf(reading, metrics).flatMap(({ database, metrics: { peakConnections } }) => {
    const limit = knownLimit(database, reading, config);
    if (peakConnections.kind === "unknown" || limit.kind === "unknown" || limit.connections <= 0) return [];
    const { value: peak } = peakConnections;
    return [{ database, peak, limit: limit.connections, weight: peak / limit.connections, name: database.id }];
  });
  const most = busiest(full.filter(({ weight }) => weight >= fullRatio));
  if (most === null) return null;
  const { database, peak, limit, name } = most;
  return {
    code: "connections-proxy",
    what: `Put an RDS Proxy in front of ${name}, or make pools smaller: headgate.yml's budget shows what each service may hold.`,
    because: `${name} had ${peak} of ${limit} connections in a busy hour, ${Math.round((peak / limit) * 100)} %.`,
    numbers: { peakConnections: peak, limitConnections: limit },
    price: priceOf({ kind: "database-proxy", engine: database.engine, instanceClass: database.instanceClass }),
    command: `${awsCommand("rds create-db-proxy", {
      "db-proxy-name": { variable: "PROXY_NAME" },
      "engine-family": database.engine.includes("postgres") ? "POSTGRESQL" : "MYSQL",
      auth: { variable: "AUTH_JSON" },
      "role-arn": { variable: "ROLE_ARN" },
    })} --vpc-subnet-ids $SUBNET_IDS`,
  };
};

import type { FindingCode } from "../../plan/explain/codes.ts";
import { type Headline, stays } from "./headline.ts";

/** Of databases: their limits, their connections, their strength. */
export const databaseHeadlines = {
  "database-budget": (facts) => stays(facts, `${facts.database} has no connections left`),
  "budget-exceeded": ({ about, number }) =>
    `${about}: tasks may open ${number("committedConnections")} connections, the budget is ${number("budgetConnections")}`,
  "limit-unknown": (facts) => stays(facts, `max_connections of ${facts.database} is not known`),
  "limit-stale": (facts) => stays(facts, `the limit of ${facts.database} was last read more than a day ago`),
  "limit-pending-reboot": ({ database }) => `${database}: another max_connections waits for a reboot`,
  "limit-imprecise": ({ database, number }) =>
    `${database}: its best source of max_connections failed, so ${number("limitConnections")} are planned with`,
  "database-not-available": (facts) => stays(facts, `${facts.database} is not available`),
  "database-saturated": ({ database }) => `${database} is saturated: more tasks would only wait`,
  "pressure-unknown": ({ database }) => `${database}: a metric of its load can't be read`,
  "readers-failover-exceeds": ({ database, number }) =>
    `${database}: without one reader the others can't carry its ${number("committedConnections")} connections`,
  "connections-unknown": (facts) => stays(facts, `the open connections of ${facts.database} can't be read`),
  "connections-stale": (facts) => stays(facts, `the newest connection count of ${facts.database} is too old`),
  "connections-settling": (facts) => stays(facts, `no quiet minute was seen on ${facts.database} yet`),
  "neighbour-unknown": (facts) => stays(facts, `another service on ${facts.database} can't be read`),
} satisfies Partial<Record<FindingCode, Headline>>;

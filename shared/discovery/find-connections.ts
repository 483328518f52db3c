import { compareText } from "../config/by-name.ts";
import type { FoundContainer } from "./account-readings.ts";
import type { DatabaseEnd } from "./database-ends.ts";

/** A variable of a container that holds a database's host name. */
export type Connection = {
  readonly end: DatabaseEnd;
  /** What the host name is: "the endpoint of shop-orders". */
  readonly what: string;
  readonly variable: string;
  /** Its value, for what else it says. May hold a password: never shown. */
  readonly value: string;
};

/** The sorted connections of one container: one per end, by the first variable that names it. */
export const findConnections = (
  { variables }: Pick<FoundContainer, "variables">,
  ends: readonly DatabaseEnd[],
): readonly Connection[] => {
  const byHost = new Map(ends.flatMap((end) => end.hosts.map(({ host, what }) => [host, { end, what }] as const)));
  const found = new Map<string, Connection>();
  for (const { name, value } of [...variables].sort((a, b) => compareText(a.name, b.name))) {
    for (const host of hostNames(value)) {
      const hit = byHost.get(host);
      if (hit === undefined) continue;
      const before = found.get(hit.end.name);
      // A whole connection string says more than a bare host name.
      if (before === undefined || (isBare(before.value) && !isBare(value)))
        found.set(hit.end.name, { ...hit, variable: name, value });
    }
  }
  return [...found.values()].sort((a, b) => compareText(a.end.name, b.end.name));
};

/** Whatever the form of the text is, a host name with a dot stands in it as it is. */
export const hostNames = (value: string): readonly string[] =>
  value.toLowerCase().match(/[a-z0-9_-]+(?:\.[a-z0-9_-]+)+/g) ?? [];

const isBare = (value: string): boolean => /^[\w.-]+(?::\d+)?$/.test(value.trim());

const databaseSchemes =
  /^(?:jdbc:|r2dbc:)?(?:[a-z0-9-]+:)*(?:postgres|postgresql|mysql|mysql2|mariadb|aurora|asyncpg|ecto)(?:\+\w+)?:\/\//i;

/** Names that hold, or lead to, a database's address or credentials. */
const databaseNames =
  /(?:^|_)(?:DB|DATABASE|DATASOURCE|PG|PGHOST|POSTGRES|POSTGRESQL|MYSQL|MARIADB|AURORA|RDS|SQL|JDBC|DSN)(?:_|$|URL|HOST|URI)/i;

/** A variable that is a connection string, but of no endpoint of the account. */
export const isConnectionString = (value: string): boolean => databaseSchemes.test(value.trim());

export const namesDatabase = (variable: string): boolean => databaseNames.test(variable);

import { compareText } from "../config/by-name.ts";
import type { FoundContainer } from "./account-readings.ts";
import type { Connection } from "./find-connections.ts";
import { type Guess, likely } from "./guess.ts";
import { parsePoolSize } from "./questions.ts";

export type SaidPoolSize = {
  readonly size: Guess<number>;
  /** For `variables.size`; `null`: nothing that preflight could read again. */
  readonly variable: string | null;
};

/** Of connection strings: Prisma, pgx, SQLAlchemy, Rails, Npgsql and those who named theirs alike. */
const parameters =
  /^(?:connection_?limit|pool_?size|max_?pool_?size|maximum_?pool_?size|pool_max_conns|maxpoolsize|pool)$/i;

/** `Maximum Pool Size=50` between semicolons. */
const keyword = /(?:^|;)\s*(?:max(?:imum)?\s*pool\s*size)\s*=\s*(\d{1,5})\s*(?:;|$)/i;

/** Whose pool it is has to be said: REDIS_POOL_SIZE and THREAD_POOL_SIZE are others. */
const owners =
  "(?:DB|DATABASE|PG|POSTGRES|POSTGRESQL|MYSQL|MARIADB|SQL|RDS|SQLALCHEMY|SPRING_DATASOURCE_HIKARI|SPRING_DATASOURCE|HIKARI|HIKARICP|DATASOURCE|QUARKUS_DATASOURCE_JDBC|ECTO|KNEX|SEQUELIZE|TYPEORM|PRISMA|APP_DB)";

const sizeVariables = new RegExp(
  `^(?:${owners}_)?(?:POOL_?SIZE|POOL|MAX_?POOL_?SIZE|MAX_?POOL|POOL_MAX(?:_SIZE)?|MAXIMUM_?POOL_?SIZE|MAXIMUM_POOL_SIZE|CONNECTION_LIMIT|MAX_OPEN_CONN(?:ECTION)?S|MAX_CONN(?:ECTION)?S|MAX_SIZE)$`,
  "i",
);
/** These say nothing without an owner before them. */
const ownerless = /^(?:POOL|MAX_SIZE|MAX_POOL|MAX_CONN(?:ECTION)?S|CONNECTION_LIMIT)$/i;

/**
 * What a container is told of its pool's size: by the connection string, else by a variable of its own.
 *
 * @returns `null` where nothing says it
 */
export const saidPoolSize = (
  { variables }: Pick<FoundContainer, "variables">,
  connection: Connection | null,
): SaidPoolSize | null => (connection === null ? null : inConnection(connection)) ?? inVariables(variables);

const inConnection = ({ variable, value }: Connection): SaidPoolSize | null => {
  const query = value.split("?").slice(1).join("?");
  for (const [name, text] of new URLSearchParams(query)) {
    const size = parameters.test(name) ? parsePoolSize(text) : null;
    if (size === null) continue;
    return {
      size: likely(size, `${name} in ${variable}`),
      variable: isLegalVariable(variable, name) ? `${variable}?${name}` : null,
    };
  }
  const size = parsePoolSize(keyword.exec(value)?.[1] ?? "");
  return size === null ? null : { size: likely(size, `Maximum Pool Size in ${variable}`), variable: null };
};

const inVariables = (variables: FoundContainer["variables"]): SaidPoolSize | null => {
  const sorted = [...variables].sort((a, b) => compareText(a.name, b.name));
  // SQLAlchemy opens the overflow on top of its pool.
  const overflow = sorted.find(({ name }) => /^(?:\w+_)?MAX_OVERFLOW$/i.test(name));
  for (const { name, value } of sorted) {
    if (!sizeVariables.test(name) || ownerless.test(name)) continue;
    const size = parsePoolSize(value);
    if (size === null) continue;
    const extra = overflow === undefined ? null : parsePoolSize(overflow.value);
    if (extra !== null && overflow !== undefined)
      return { size: likely(Math.min(10_000, size + extra), `${name} + ${overflow.name}`), variable: null };
    return { size: likely(size, name), variable: isLegalVariable(name, null) ? name : null };
  }
  return null;
};

const isLegalVariable = (name: string, parameter: string | null): boolean =>
  [name, ...(parameter === null ? [] : [parameter])].every((text) => /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(text));

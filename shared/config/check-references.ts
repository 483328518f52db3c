import { suggestName } from "./nearest-name.ts";
import { type Finding, shown } from "./problems.ts";

/** Names only, so that they are checked even where the rest of a service is still wrong. */
export type References = {
  readonly databases: readonly string[];
  readonly services: readonly ServiceReferences[];
};

export type ServiceReferences = {
  readonly name: string;
  readonly pools: readonly string[];
  readonly calls: readonly string[];
};

/** Every name that a service uses must stand somewhere, and not be its own. */
export const checkReferences = ({ databases, services }: References): readonly Finding[] => {
  const names = services.map(({ name }) => name);
  const known = { databases: new Set(databases), services: new Set(names) };
  return services.flatMap(({ name, pools, calls }): readonly Finding[] => [
    ...pools
      .filter((database) => !known.databases.has(database))
      .map((database): Finding => {
        const message = `${shown(name)} has a pool to ${shown(database)}, which is not under databases`;
        const fix =
          databases.length === 0 ? `add ${shown(database)} under databases` : suggestName(database, databases);
        return { code: "unknown-database", path: ["services", name, "pools", database], at: "key", message, fix };
      }),
    ...calls
      .filter((callee) => !known.services.has(callee))
      .map((callee): Finding => {
        const message = `${shown(name)} calls ${shown(callee)}, which is not under services`;
        const others = names.filter((other) => other !== name);
        return {
          code: "unknown-service",
          path: ["services", name, "calls", callee],
          at: "key",
          message,
          fix: suggestName(callee, others),
        };
      }),
    ...calls
      .filter((callee) => callee === name)
      .map((callee): Finding => {
        const message = `${shown(name)} calls itself`;
        const fix = "remove the line: requests that a service sends to itself are part of its own load";
        return { code: "calls-itself", path: ["services", name, "calls", callee], at: "key", message, fix };
      }),
  ]);
};

/** A database that nobody uses is usually a pool that was forgotten. */
export const checkUnusedDatabases = ({ databases, services }: References): readonly Finding[] => {
  const used = new Set(services.flatMap(({ pools }) => pools));
  return databases
    .filter((database) => !used.has(database))
    .map((database) => ({
      code: "database-unused",
      path: ["databases", database],
      message: `no service has a pool to ${shown(database)}`,
      fix: "name it under the pools of the services that use it, or remove it",
    }));
};

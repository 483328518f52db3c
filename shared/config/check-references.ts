import { checkProxies, type ProxyReferences } from "./check-proxies.ts";
import { suggestName } from "./nearest-name.ts";
import { type Finding, shown } from "./problems.ts";

/** Names only, so that they are checked even where the rest of a service is still wrong. */
export type References = {
  readonly databases: readonly string[];
  readonly proxies: readonly ProxyReferences[];
  readonly services: readonly ServiceReferences[];
};

export type ServiceReferences = {
  readonly name: string;
  readonly pools: readonly string[];
  readonly calls: readonly string[];
};

/** Every name that a service uses must stand somewhere, and not be its own. */
export const checkReferences = ({ databases, proxies, services }: References): readonly Finding[] => {
  const names = services.map(({ name }) => name);
  const ends = [...databases, ...proxies.map((proxy) => proxy.name)];
  const known = { ends: new Set(ends), services: new Set(names) };
  const where = proxies.length === 0 ? "not under databases" : "under neither databases nor proxies";
  const wrong = services.flatMap(({ name, pools, calls }): readonly Finding[] => [
    ...pools
      .filter((end) => !known.ends.has(end))
      .map((end): Finding => {
        const message = `${shown(name)} has a pool to ${shown(end)}, which is ${where}`;
        const fix = ends.length === 0 ? `add ${shown(end)} under databases` : suggestName(end, ends);
        return { code: "unknown-database", path: ["services", name, "pools", end], at: "key", message, fix };
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
  return [...checkProxies(proxies, databases), ...wrong];
};

/** A database that nobody uses is usually a pool that was forgotten. */
export const checkUnusedDatabases = ({ databases, proxies, services }: References): readonly Finding[] => {
  const named = new Set(services.flatMap(({ pools }) => pools));
  const through = proxies.filter(({ name }) => named.has(name)).map(({ database }) => database);
  const used = new Set([...named, ...through]);
  return [
    ...databases
      .filter((database) => !used.has(database))
      .map(
        (database): Finding => ({
          code: "database-unused",
          path: ["databases", database],
          message: `no service has a pool to ${shown(database)}`,
          fix: "name it under the pools of the services that use it, or remove it",
        }),
      ),
    ...proxies
      .filter(({ name }) => !named.has(name))
      .map(
        ({ name }): Finding => ({
          code: "proxy-unused",
          path: ["proxies", name],
          message: `no service has a pool to the proxy ${shown(name)}`,
          fix: "name it under the pools of the services that connect through it, or remove it",
        }),
      ),
  ];
};

import type { ProxyConfig } from "./database-config.ts";
import { suggestName } from "./nearest-name.ts";
import { type Finding, shown } from "./problems.ts";

/** A proxy as the file has it, by names only. */
export type ProxyReferences = { readonly name: string; readonly database: string | null };

/** A pool names a database or a proxy, so the two share their names; and a proxy must end somewhere. */
export const checkProxies = (proxies: readonly ProxyReferences[], databases: readonly string[]): readonly Finding[] =>
  proxies.flatMap(({ name, database }): readonly Finding[] => {
    const path = ["proxies", name];
    const taken: readonly Finding[] = databases.includes(name)
      ? [
          {
            code: "name-taken",
            path,
            at: "key",
            message: `${shown(name)} is a database and a proxy, so a pool to it could be either`,
            fix: "give the proxy another name, and name it in the pools of the services that connect through it",
          },
        ]
      : [];
    if (database === null || databases.includes(database)) return taken;
    const message = `the proxy ${shown(name)} is in front of ${shown(database)}, which is not under databases`;
    const fix = databases.length === 0 ? `add ${shown(database)} under databases` : suggestName(database, databases);
    return [...taken, { code: "unknown-database", path: [...path, "database"], message, fix }];
  });

/** Two entries for one proxy would each admit what the other has admitted. The later name is the one reported. */
export const checkSameProxy = (proxies: readonly ProxyConfig[]): readonly Finding[] =>
  proxies.flatMap(({ name, proxy }, index): readonly Finding[] => {
    const first = proxies.slice(0, index).find((other) => other.proxy === proxy);
    if (first === undefined) return [];
    const message = `${name} and ${first.name} are both the RDS proxy ${proxy}`;
    const fix = "keep one entry, and name it in the pools of every service that used either";
    return [{ code: "same-proxy", path: ["proxies", name, "proxy"], message, fix }];
  });

import { compareText } from "./by-name.ts";
import type { DomainConfig } from "./config.ts";

type Member = { readonly name: string; readonly pools: readonly { readonly database: string }[] };

/**
 * Groups services that compete for one database, directly or through others: what must be decided together.
 *
 * Connected components of the graph between services and databases. A service without a database is alone.
 *
 * @returns every service in exactly one domain; sorted by id, and services and databases inside
 */
export const findDomains = (services: readonly Member[]): readonly DomainConfig[] => {
  const usersOf = new Map<string, Member[]>();
  for (const service of services) {
    for (const { database } of service.pools) usersOf.set(database, [...(usersOf.get(database) ?? []), service]);
  }
  const seen = new Set<string>();
  const domains: DomainConfig[] = [];
  for (const start of services) {
    if (seen.has(start.name)) continue;
    seen.add(start.name);
    const names: string[] = [];
    const databases = new Set<string>();
    const waiting = [start];
    for (let member = waiting.pop(); member !== undefined; member = waiting.pop()) {
      names.push(member.name);
      for (const { database } of member.pools) {
        if (databases.has(database)) continue;
        databases.add(database);
        for (const user of usersOf.get(database) ?? []) {
          if (!seen.has(user.name)) waiting.push(user);
          seen.add(user.name);
        }
      }
    }
    names.sort(compareText);
    domains.push({ id: names[0]!, services: names, databases: [...databases].sort(compareText) });
  }
  return domains.sort((a, b) => compareText(a.id, b.id));
};

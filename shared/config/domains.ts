import { compareText } from "./by-name.ts";
import type { DomainConfig } from "./config.ts";

type Member = { readonly name: string; readonly pools: readonly { readonly database: string }[] };

/**
 * Groups services that compete for one hard budget, directly or through others: what must be decided together.
 *
 * Connected components of the graph between services and their budgets: databases, and whatever else two services can
 * take from each other. A service without any is alone.
 *
 * @param otherBudgets names of a service's hard budgets besides its databases, e.g. the instances of an EC2 cluster: a
 * place on an instance that one service is given is gone for the others, so two invocations must not both give it away
 * @returns every service in exactly one domain; sorted by id, and services and databases inside
 */
export const findDomains = <Service extends Member>(
  services: readonly Service[],
  otherBudgets: (service: Service) => readonly string[] = () => [],
): readonly DomainConfig[] => {
  const budgetsOf = (service: Service): readonly string[] => [
    ...service.pools.map(({ database }) => `database/${database}`),
    ...otherBudgets(service),
  ];
  const usersOf = new Map<string, Service[]>();
  for (const service of services) {
    for (const budget of budgetsOf(service)) usersOf.set(budget, [...(usersOf.get(budget) ?? []), service]);
  }
  const seen = new Set<string>();
  const domains: DomainConfig[] = [];
  for (const start of services) {
    if (seen.has(start.name)) continue;
    seen.add(start.name);
    const names: string[] = [];
    const databases = new Set<string>();
    const budgets = new Set<string>();
    const waiting = [start];
    for (let member = waiting.pop(); member !== undefined; member = waiting.pop()) {
      names.push(member.name);
      for (const { database } of member.pools) databases.add(database);
      for (const budget of budgetsOf(member)) {
        if (budgets.has(budget)) continue;
        budgets.add(budget);
        for (const user of usersOf.get(budget) ?? []) {
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

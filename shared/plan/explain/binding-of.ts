import { committedTasks } from "../admit/contender-of.ts";
import type { KnownBudget } from "../budget/budget.ts";
import { type Room, unitsPerConnection } from "../budget/rooms.ts";
import type { Party } from "../party.ts";
import type { ExplainInput } from "./explain-input.ts";
import type { Load } from "./unlocks/proxy-unlock.ts";
import type { Binding } from "./unlocks/unlocks-of.ts";

/** What is known of the database that binds a service. */
export const bindingOf = (
  input: Pick<ExplainInput, "config" | "snapshot" | "shares" | "service">,
  room: Room,
  budget: KnownBudget,
): Binding => {
  const { config, snapshot, shares, service } = input;
  const reading = snapshot.databases.find(({ name }) => name === budget.database);
  const facts = reading?.facts.kind === "known" ? reading.facts.value : null;
  const users = shares.users.get(budget.database) ?? [];
  const others = users.filter((party) => party.service.name !== service.name);
  const sum = (parties: readonly Party[]): number =>
    parties.reduce((total, party) => total + committedTasks(party, snapshot.readAtMs), 0);
  const vcpu = facts?.instances[0]?.vcpu ?? null;
  const newest = reading?.pressure.loadPerVcpu.kind === "known" ? reading.pressure.loadPerVcpu.value.at(-1) : undefined;
  const load: Load | null =
    vcpu === null || newest === undefined ? null : { activeSessions: newest.value * vcpu, tasks: sum(users) };
  return {
    room: room.name,
    budget,
    configured: config.databases.find(({ name }) => name === budget.database)!,
    facts,
    load,
    othersTasks: sum(others),
    unitsPerConnection: unitsPerConnection[room.unit],
  };
};

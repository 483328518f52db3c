import { setTimeout as pause } from "node:timers/promises";
import { makeDomainTable } from "../../shared/aws/domain-table.ts";
import { makeRecordsTable } from "../../shared/aws/records-table.ts";
import type { Config } from "../../shared/config/config.ts";
import { destinationsOf } from "../../shared/records/destination.ts";
import type { Looks } from "../../tests/bursts/looks.ts";
import type { BurstClients } from "./burst-clients.ts";

export type LookWatch = {
  readonly looks: Looks;
  /** Looks once more, and ends. */
  readonly stop: () => Promise<void>;
};

const everyMs = 500;

/** Notes when looks at domains and destinations begin, as their stored states tell it. */
export const watchLooks = ({ dynamoDb }: BurstClients, tableName: string, config: Config): LookWatch => {
  const domains = makeDomainTable(dynamoDb, tableName);
  const records = makeRecordsTable(dynamoDb, tableName);
  const looks = new Map<string, number[]>();
  const note = (group: string, lookMs: number): void => {
    const known = looks.get(group) ?? [];
    if (lookMs > 0 && known.at(-1) !== lookMs) looks.set(group, [...known, lookMs]);
  };
  const look = async (): Promise<void> => {
    for (const { id } of config.domains) note(id, (await domains.read(id)).state.readStartedAtMs);
    for (const { id } of destinationsOf(config)) note(id, (await records.read(id)).state.readStartedAtMs);
  };
  let isOver = false;
  let failure: { readonly error: unknown } | null = null;
  const work = async (): Promise<void> => {
    while (!isOver) {
      await look();
      await pause(everyMs);
    }
    await look();
  };
  const working = work().catch((error: unknown) => {
    failure = { error };
  });
  return {
    looks,
    stop: async () => {
      isOver = true;
      await working;
      if (failure !== null) throw failure.error;
    },
  };
};

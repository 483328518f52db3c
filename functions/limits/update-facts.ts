import type { StoredFacts } from "../../shared/aws/facts-table.ts";
import { nameAndMessage } from "../../shared/aws/failure.ts";
import { inParallel } from "../../shared/aws/in-parallel.ts";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";
import { noFacts } from "../../shared/plan/readings/database-reading.ts";
import type { DatabaseRead } from "./assemble-facts.ts";
import { chooseOutcome, isChanged } from "./choose-outcome.ts";
import type { LimitsDeps } from "./limits-deps.ts";

/** What became of one database in a run. */
export type Update = {
  readonly database: string;
  readonly read: DatabaseRead;
  readonly kind: "stored" | "kept" | "superseded" | "not-written";
  /** A plan made before would have to be made again. */
  readonly isChanged: boolean;
  /** Of "not-written". */
  readonly error?: unknown;
};

/**
 * Reads databases and stores what was found.
 *
 * @returns one per database, in their order; what could not be written says so and keeps no other from being written
 * @throws never
 */
export const updateFacts = async (
  databases: readonly DatabaseConfig[],
  stored: ReadonlyMap<string, StoredFacts>,
  deps: Pick<LimitsDeps, "facts" | "readDatabases" | "nowMs">,
): Promise<readonly Update[]> => {
  const readAtMs = deps.nowMs();
  const reads = await deps.readDatabases(databases, stored, readAtMs);
  return inParallel(databases, async ({ name: database }): Promise<Update> => {
    const read = reads.get(database)!;
    const previous = stored.get(database);
    const outcome = chooseOutcome(previous, read, readAtMs);
    try {
      if (outcome.kind === "keep") {
        const isWritten = await deps.facts.storeFailure(database, readAtMs, outcome.because);
        return { database, read, kind: isWritten ? "kept" : "superseded", isChanged: false };
      }
      const { accidents: _, ...body } = read;
      if (!(await deps.facts.storeFound(database, readAtMs, body)))
        return { database, read, kind: "superseded", isChanged: false };
      return { database, read, kind: "stored", isChanged: isChanged(previous?.found ?? noFacts, read.found) };
    } catch (error) {
      return { database, read, kind: "not-written", isChanged: false, error };
    }
  });
};

/** One line per database for the log. */
export const describeUpdate = ({
  read: { found, accidents },
  kind,
  error,
}: Update): Readonly<Record<string, unknown>> => ({
  kind,
  ...(found.kind === "unknown"
    ? { because: found.because, detail: found.detail }
    : {
        instances: Object.fromEntries(
          found.value.instances.map(({ instance, role, status, instanceClass, answer }) => [
            instance,
            { role, status, instanceClass, ...answer },
          ]),
        ),
      }),
  ...(accidents.length === 0 ? {} : { accidents: accidents.map(({ detail }) => detail) }),
  ...(error === undefined ? {} : { error: describeError(error) }),
});

const describeError = (error: unknown): string => {
  const { name, message } = nameAndMessage(error);
  return `${name}: ${message}`;
};

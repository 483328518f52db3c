import { nearestName } from "../shared/config/nearest-name.ts";
import { shown } from "../shared/config/problems.ts";
import { type LimitEngine, limitEngineOf } from "../shared/limits/limit-engine.ts";
import { GIB_PER_ACU } from "../shared/limits/net-memory.ts";
import type { CapacityRange } from "../shared/limits/serverless-limit.ts";
import { type CsvProblem, type CsvRow, readCsv } from "./limits-csv.ts";

/** One known limit: what an instance had, or what AWS publishes. */
export type ReferenceRow = {
  readonly line: number;
  readonly engine: LimitEngine;
  /** "" where the file doesn't say. */
  readonly engineVersion: string;
  /** As the file has it: "db.serverless[minACU=0.5,maxACU=1]". */
  readonly writtenClass: string;
  readonly instanceClass: string;
  readonly serverless: CapacityRange | null;
  readonly memoryGib: number;
  readonly maxConnections: number;
  /** Read on a running instance, not taken from documentation, which rounds. */
  readonly observed: boolean;
};

export type ReferenceReading =
  | { readonly kind: "ok"; readonly rows: readonly ReferenceRow[] }
  | { readonly kind: "refused"; readonly problems: readonly CsvProblem[] };

const ENGINES: readonly LimitEngine[] = ["aurora-mysql", "aurora-postgresql", "mariadb", "mysql", "postgres"];

/**
 * Reads known limits from CSV text with the columns engine, class, memory_gib and max_connections.
 *
 * `engine_version` and `basis` are read where they are there; a basis that begins with "observed" is one, as is a row
 * without any. A capacity range is written behind the class: `db.serverless[minACU=0.5,maxACU=16]`; without a minimum, it is
 * 1 ACU.
 *
 * @returns the rows in the file's order, or every problem with its line
 * @throws never
 */
export const parseReference = (text: string): ReferenceReading => {
  const table = readCsv(text, ["engine", "class", "memory_gib", "max_connections"]);
  if (table.kind === "refused") return table;
  const readings = table.rows.map(referenceRowOf);
  const problems = readings.flatMap((reading) => (reading.kind === "problem" ? [reading.problem] : []));
  if (problems.length > 0) return { kind: "refused", problems };
  return { kind: "ok", rows: readings.flatMap((reading) => (reading.kind === "row" ? [reading.row] : [])) };
};

type RowReading =
  | { readonly kind: "row"; readonly row: ReferenceRow }
  | { readonly kind: "problem"; readonly problem: CsvProblem };

const referenceRowOf = ({ line, fields }: CsvRow): RowReading => {
  const field = (name: string): string => fields.get(name) ?? "";
  const problem = (message: string, fix: string): RowReading => ({ kind: "problem", problem: { line, message, fix } });

  const engine = limitEngineOf(field("engine"));
  if (engine === null) {
    const near = nearestName(field("engine"), ENGINES);
    return problem(
      `engine is ${quoted(field("engine"))}, which has no rule`,
      near === null ? `Write one of ${ENGINES.join(", ")}.` : `Did you mean ${near}?`,
    );
  }
  const named = classOf(field("class"));
  if (named === null)
    return problem(
      `class is ${quoted(field("class"))}`,
      'Write it as RDS does: db.r6g.large; "db.serverless[minACU=0.5,maxACU=16]" with its capacity range.',
    );
  const memoryGib = positive(field("memory_gib"));
  if (memoryGib === null)
    return problem(`memory_gib is ${quoted(field("memory_gib"))}`, "Write GiB as a plain number above 0: 15.25.");
  if (named.serverless !== null && memoryGib !== named.serverless.maxAcu * GIB_PER_ACU)
    return problem(
      `memory_gib is ${memoryGib}, but ${named.serverless.maxAcu} ACU are ${named.serverless.maxAcu * GIB_PER_ACU} GiB`,
      "Write 2 GiB per ACU of the maximum.",
    );
  const maxConnections = positive(field("max_connections"));
  if (maxConnections === null || !Number.isSafeInteger(maxConnections))
    return problem(`max_connections is ${quoted(field("max_connections"))}`, "Write a whole number above 0: 5000.");
  return {
    kind: "row",
    row: {
      line,
      engine,
      engineVersion: field("engine_version"),
      writtenClass: field("class"),
      ...named,
      memoryGib,
      maxConnections,
      observed: field("basis") === "" || /^observed\b/i.test(field("basis")),
    },
  };
};

const classOf = (text: string): { instanceClass: string; serverless: CapacityRange | null } | null => {
  if (/^db\.[a-z0-9]+\.[a-z0-9.]+$/.test(text)) return { instanceClass: text, serverless: null };
  const [, minAcu, maxAcu] =
    /^db\.serverless\[(?:minACU>?=(\d{1,3}(?:\.5)?),)?maxACU=(\d{1,3}(?:\.5)?)\]$/.exec(text) ?? [];
  if (maxAcu === undefined) return null;
  const serverless = { minAcu: Number(minAcu ?? 1), maxAcu: Number(maxAcu) };
  return serverless.maxAcu >= 1 && serverless.minAcu <= serverless.maxAcu
    ? { instanceClass: "db.serverless", serverless }
    : null;
};

const positive = (text: string): number | null => {
  const value = /^\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  return value > 0 ? value : null;
};

const quoted = (text: string): string => (text === "" ? "empty" : `"${shown(text)}"`);

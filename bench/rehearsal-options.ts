import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { controllerKinds } from "../simulator/controllers/catalogue.ts";
import type { ControllerKind } from "../simulator/controllers/controller.ts";

export type BenchCliOptions = {
  /** A glob over the worlds' ids; absent: all of them. */
  readonly only?: string;
  readonly controllers: readonly ControllerKind[];
  /** How many: 1 to N. */
  readonly seeds: number;
  readonly full?: boolean;
  readonly traces: string;
  readonly scenarios: string;
  readonly out: string;
  readonly workers?: number;
  readonly json?: boolean;
  readonly list?: boolean;
};

/** @param root the repository's folder, which relative defaults count from */
export function benchCommand(root: string): Command {
  const traces = process.env["HEADGATE_TRACES"] ?? resolve(root, "../shared/traces");
  return new Command("bench")
    .description(
      "Plays every controller in the shipped scenarios and in front of recorded traffic; prints tables and targets, and " +
        "writes them as JSON.",
    )
    .option("--only <glob>", "only worlds whose name matches, such as 'wc98*bound*'; * is anything")
    .option("--controllers <names>", "only these, separated by commas", controllersNamed, controllerKinds)
    .option("--seeds <count>", "runs of each world", whole, 3)
    .option("--full", "whole recordings instead of parts; takes hours")
    .option("--traces <folder>", "where the recordings are (or HEADGATE_TRACES)", traces)
    .option("--scenarios <folder>", "where the scenario files are", resolve(root, "scenarios"))
    .option("--out <file>", "where to write the JSON", ".headgate/bench.json")
    .option("--workers <count>", "threads (default: one per core)", whole)
    .option("--json", "print the JSON instead of the tables")
    .option("--list", "print the worlds' names and play nothing")
    .helpOption("-h, --help", "show this")
    .allowExcessArguments(false);
}

function controllersNamed(text: string): readonly ControllerKind[] {
  const names = text.split(",").map((name) => name.trim());
  for (const name of names) {
    if (controllerKinds.some((kind) => kind.name === name)) continue;
    throw new InvalidArgumentError(
      `There is no "${name}". Give some of ${controllerKinds.map((kind) => kind.name).join(", ")}.`,
    );
  }
  return controllerKinds.filter(({ name }) => names.includes(name));
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError("Give a whole number from 1 to 999.");
  return Number(text);
}

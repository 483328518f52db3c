import type { ControllerKind } from "../../controllers/controller.ts";
import type { ControllerName } from "../../controllers/controller-names.ts";
import type { RunRecord, RunResult } from "../../runs/run-result.ts";
import type { Scenario } from "../../scenario/scenario.ts";

/** One scenario under several controllers: what its page and its terminal tables are drawn from. */
export type ScenarioReport = {
  readonly scenario: Pick<Scenario, "name" | "title" | "remarks" | "world" | "prices">;
  /** One per controller, in the order of tables. */
  readonly records: readonly RunRecord[];
  /** The scenario's other seeds and the points of its sweep, of the same controllers. Empty: none was run. */
  readonly sweepResults: readonly RunResult[];
  /** Rules that are inferred, not documented, a sentence each. A controller that is missing rests on none. */
  readonly inferences: Readonly<Partial<Record<ControllerName, readonly string[]>>>;
  /** As people speak of them; a controller that is missing is called by its name. */
  readonly titles?: Readonly<Partial<Record<ControllerName, string>>>;
};

/** A report's inferences and titles, out of the controllers' own descriptions. */
export function describeControllers(
  kinds: readonly Pick<ControllerKind, "name" | "title" | "inferences">[],
): Required<Pick<ScenarioReport, "inferences" | "titles">> {
  return {
    inferences: Object.fromEntries(kinds.map(({ name, inferences }) => [name, inferences])),
    titles: Object.fromEntries(kinds.map(({ name, title }) => [name, title])),
  };
}

export function titleOf(report: ScenarioReport, controller: ControllerName): string {
  return report.titles?.[controller] ?? controller;
}

export const INFERRED_MARK = "[I]";
export const INFERRED_HEADING = `${INFERRED_MARK} Inferred, not documented`;

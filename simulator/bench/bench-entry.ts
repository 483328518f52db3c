import type { Scenario } from "../scenario/scenario.ts";
import type { BenchWorld } from "./bench-report.ts";

/** A world of the bench before it is played. */
export type BenchEntry = Pick<BenchWorld, "id" | "title" | "part" | "source"> & {
  /** Made only when it is played: whole recordings are megabytes. */
  readonly scenario: (seeds: readonly number[]) => Scenario;
};

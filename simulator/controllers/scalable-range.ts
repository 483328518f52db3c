import type { ScalableTargetRecord } from "../cloud/scalable-targets.ts";

/** What a scaling policy needs of its registered target: the range, and which directions are suspended. */
export type ScalableRange = Pick<ScalableTargetRecord, "minCapacity" | "maxCapacity"> & {
  readonly suspended?: ScalableTargetRecord["suspended"];
};

import type { Fault } from "../../simulator/faults/fault.ts";
import type { FaultCase } from "./fault-cases.ts";
import type { Outcome } from "./outcome.ts";

/** A piece of Headgate's work that always goes the same way, and ends the same whatever goes wrong once. */
export type Scene = {
  readonly name: string;
  /** A run in which nothing goes wrong, to its end. */
  readonly playSound: () => Promise<Sound>;
  /** The same with one fault, and after it three stabilization windows or what the scene needs more. */
  readonly playFault: (fault: Fault, sound: Outcome) => Promise<Played>;
};

export type Sound = { readonly outcome: Outcome; readonly cases: readonly FaultCase[] };

export type Played =
  /** The fault met nothing: the run was another than the sound one before it. */
  { readonly kind: "missed" } | { readonly kind: "played"; readonly differences: readonly string[] };

/** Three stabilization windows of five minutes. */
export const healingSeconds = 900;

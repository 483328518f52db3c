import type { HeadgateTerms, ServiceTerms } from "../scenario/scenario.ts";
import type { World } from "../world/world.ts";
import type { ControllerName } from "./controller-names.ts";

/** Something that changes desired counts; called once each virtual second, before the world's step. */
export type Controller = {
  readonly name: string;
  step(world: World): void | Promise<void>;
};

/** What a controller says and has done, beside its effect on the world. */
export type Contender = Controller & {
  readonly notices?: () => readonly ControllerNotice[];
  /** Rules of its own that a plan of it broke; absent where it has no plans. */
  readonly breaches?: () => readonly InvariantBreach[];
  /** Writes of its own beside desired counts, so far: of MaxCapacity, of suspensions. */
  readonly actions?: () => number;
};

export type ControllerNotice = {
  readonly atSeconds: number;
  readonly code: string;
  readonly subject: string;
  readonly text: string;
};

/** A broken rule of DESIGN's list, counted. `requests`: some were lost or invented, a mistake of the simulator itself. */
export type InvariantBreach = {
  readonly invariant: "I1" | "I2" | "I3" | "I4" | "I5" | "I6" | "I7" | "I8" | "I9" | "requests";
  readonly count: number;
  readonly firstAtSeconds: number;
  /** Of the first one, with its numbers. */
  readonly detail: string;
};

/** What a controller is made from: the world it plays in, and what everybody is told alike. */
export type Scene = {
  readonly world: World;
  readonly terms: readonly ServiceTerms[];
  readonly headgate: HeadgateTerms;
  readonly seed: number;
  /** How long it plays: for the bound, which knows what is to come. Default: until the world has nothing new to come. */
  readonly seconds?: number;
};

/** One way to scale, as tables and pages speak of it. */
export type ControllerKind = {
  readonly name: ControllerName;
  /** As in "AWS target tracking, 20 s metrics". */
  readonly title: string;
  /** One sentence: what it is, with its settings. */
  readonly purpose: string;
  /** Rules that are inferred, not documented, a sentence each: printed wherever a figure rests on them. */
  readonly inferences: readonly string[];
  /** `aws`: a policy of AWS without a cap; the bench compares with the best of these and, apart, with the hand-set cap. */
  readonly family: "static" | "aws" | "aws-capped" | "kubernetes" | "headgate" | "bound";
  readonly make: (scene: Scene) => Contender;
};

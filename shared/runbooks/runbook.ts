import type { Config } from "../config/config.ts";
import type { Grant } from "./grant.ts";
import type { Parameters } from "./parameter.ts";
import type { Refusal, RefusalTable } from "./refusal.ts";
import type { RunTools } from "./run-tools.ts";
import type { Change, Report, Step } from "./step.ts";

/**
 * What a run changes. `reads`: nothing, so it answers at once. `headgate`: what Headgate keeps itself, such as an intent;
 * `scale` and `records` stay the only writers of counts, capacities and records. `account`: the user's account, so
 * headgate.yml has to allow it by name, and the role has no right to it otherwise.
 */
export type Effect = "reads" | "headgate" | "account";

/**
 * One runbook: a step function over stored state. One file each, under books/.
 *
 * A step reads, plans and applies. `plan` is pure: what it returns is stored before anything is applied, so that a run
 * that is killed goes on where it was; every `apply` is therefore harmless when it is done twice.
 *
 * @template P its parameters, checked
 * @template R what a step reads
 * @template S what it keeps between steps: JSON
 * @template A what it does: JSON
 */
export type Runbook<P, R, S, A> = {
  /** kebab-case; also the name of its command and document. */
  readonly name: string;
  /** One line, at most 100 characters, with a verb in front. */
  readonly purpose: string;
  /** A paragraph or more for the reference page: what it does, what it never does, what to know before. */
  readonly about: string;
  readonly effect: Effect;
  readonly parameters: Parameters<P>;
  /** Legal parameters for the sample headgate.yml: help, documentation and tests. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Its own refusals beside the common ones. */
  readonly refusals: RefusalTable;
  /** What its reads and writes need, beside what every runbook has. */
  readonly grants: readonly Grant[];
  /** True: another person has to approve, whatever headgate.yml says. */
  readonly alwaysApproved?: (params: P) => boolean;
  /** Names what no two runs may work on at once, across runbooks: "database/orders-db"; absent: nothing. */
  readonly exclusive?: (params: P) => string;
  /** What the parameters mean together, before anything is called. */
  readonly check?: (params: P, config: Config) => Refusal | null;
  /** Looks at what this step needs. @throws what AWS answers: the step is tried again */
  readonly read: (params: P, state: S | null, tools: RunTools) => Promise<R>;
  /** Decides the next step. Pure. */
  readonly plan: (input: PlanInput<P, R, S>) => Step<S, A>;
  /** Does one action; done twice it is done once. @returns what was done, in a line @throws what AWS answers */
  readonly apply: (action: A, tools: RunTools) => Promise<string>;
  /** What puts back what an abort leaves; absent: nothing has to be. Pure. */
  readonly abort?: (input: PlanInput<P, R, S>) => Step<S, A>;
};

export type PlanInput<P, R, S> = {
  readonly params: P;
  /** `null`: the first step, also of a dry run. */
  readonly state: S | null;
  readonly reading: R;
  readonly config: Config;
  readonly nowMs: number;
  readonly run: RunAbout;
};

/** What a plan may know of its run. */
export type RunAbout = {
  readonly id: string;
  readonly startedAtMs: number;
  /** "" where nobody has proven who they are. */
  readonly requestedBy: string;
  readonly approvedBy: string | null;
};

/** A runbook of the registry, whose parts fit each other by construction. */
export type AnyRunbook = Runbook<unknown, unknown, unknown, unknown>;

/** Takes the types away, so that runbooks can be in one list. */
export const defineRunbook = <P, R, S, A>(runbook: Runbook<P, R, S, A>): AnyRunbook => runbook as unknown as AnyRunbook;

export type { Change, Report, Step };

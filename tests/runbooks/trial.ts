import { flag, optional, whole } from "../../shared/runbooks/parameter.ts";
import { type AnyRunbook, defineRunbook } from "../../shared/runbooks/runbook.ts";
import { report, type Step } from "../../shared/runbooks/step.ts";
import { type RunWorld, runWorld } from "./run-world.ts";

type Params = {
  readonly steps: number;
  readonly waitSeconds: number;
  readonly risky?: boolean | undefined;
  readonly key?: number | undefined;
};
type State = { readonly taken: number };
type Action = { readonly place: string };

/** What a run of the trial has met, in order. */
export type Trial = {
  readonly runbook: AnyRunbook;
  /** Places that were acted on, each time that they were. */
  readonly applied: string[];
  /** When it looked, epoch milliseconds. */
  readonly looks: number[];
  /** Throws instead of looking or acting, so many times. */
  readonly trouble: { reads: number; applies: number };
  /** Waited for at the end of each look. */
  between: () => Promise<void>;
};

/**
 * A runbook that acts once per step, waits in between, and takes everything back when it is aborted.
 *
 * @param canAbort false: an abort just ends it
 */
export const trial = (canAbort = true): Trial => {
  const met: Omit<Trial, "runbook"> = {
    applied: [],
    looks: [],
    trouble: { reads: 0, applies: 0 },
    between: async () => {},
  };
  const runbook = defineRunbook<Params, null, State, Action>({
    name: "trial",
    purpose: "Acts so many times, with a wait in between",
    about: "Only in tests.",
    effect: "headgate",
    parameters: {
      steps: whole(0, 20, "How often it acts."),
      waitSeconds: whole(1, 1_000_000, "Between two of them."),
      risky: flag("It needs an approval."),
      key: optional(whole(0, 9, "What no other run may work on.")),
    },
    example: { steps: 2, waitSeconds: 10 },
    refusals: {},
    grants: [],
    alwaysApproved: ({ risky }) => risky === true,
    exclusive: ({ key }) => `trial/${key ?? 0}`,
    read: async (_params, _state, tools) => {
      met.looks.push(tools.nowMs());
      if (met.trouble.reads > 0) {
        met.trouble.reads -= 1;
        throw new Error("the look failed");
      }
      await trialed.between();
      return null;
    },
    plan: ({ params: { steps, waitSeconds }, state }): Step<State, Action> => {
      const taken = state?.taken ?? 0;
      if (taken >= steps) return { kind: "done", report: report(`${taken} taken`, { taken }) };
      return {
        kind: "act",
        state: { taken: taken + 1 },
        changes: Array.from({ length: steps }, (_, index) => ({
          about: `place ${index + 1}`,
          what: "taken",
          from: null,
          to: "yes",
        })),
        actions: [{ place: `take ${taken + 1}` }],
        next: { inSeconds: waitSeconds },
        report: null,
      };
    },
    apply: async ({ place }) => {
      if (met.trouble.applies > 0) {
        met.trouble.applies -= 1;
        throw new Error("the write failed");
      }
      met.applied.push(place);
      return place;
    },
    ...(canAbort
      ? {
          abort: ({ state }): Step<State, Action> => {
            const taken = state?.taken ?? 0;
            if (taken === 0) return { kind: "done", report: report("all given back") };
            const actions = [{ place: `give back ${taken}` }];
            return {
              kind: "act",
              state: { taken: taken - 1 },
              changes: [],
              actions,
              next: { inSeconds: 5 },
              report: null,
            };
          },
        }
      : {}),
  });
  const trialed: Trial = { runbook, ...met };
  return trialed;
};

/** The deployed function with the trial in its registry. */
export const trialWorld = (it: Trial): RunWorld =>
  runWorld({ deps: (deps) => ({ ...deps, registry: [...deps.registry, it.runbook] }) });

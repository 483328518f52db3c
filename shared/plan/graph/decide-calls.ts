import type { Config } from "../../config/config.ts";
import { type Admission, admit } from "../admit/admit.ts";
import type { Contender, FreeUnits } from "../admit/contender.ts";
import type { Places } from "../admit/places.ts";
import type { Finding } from "../explain/finding.ts";
import { recordOf } from "../memory.ts";
import type { Party } from "../party.ts";
import { type AdmittedCalls, admitCalls } from "./admit-calls.ts";
import type { CallStage } from "./call-stage.ts";
import { explainCalls } from "./explain-calls.ts";
import type { GraphMemory } from "./graph-memory.ts";
import { type DomainWake, postingOf } from "./posts.ts";
import type { ServicePost } from "./service-post.ts";
import { rememberWaits, type WaitedFor } from "./waits.ts";

/** What is told to other domains. */
export type GraphPlan = { readonly posts: readonly ServicePost[]; readonly wakes: readonly DomainWake[] };

export type Decided = {
  /** Callees ask for what their callers were admitted. */
  readonly parties: readonly Party[];
  readonly admissions: ReadonlyMap<string, Admission>;
  readonly left: FreeUnits;
  readonly findings: readonly Finding[];
  /** Somebody waits for tasks that are not healthy yet. */
  readonly someoneWaits: boolean;
  /** Callers before callees; `null`: nobody calls it, and it calls nobody. */
  readonly rankOf: (service: string) => number | null;
  /** Empty objects where nobody calls anybody, so that nothing is stored. */
  readonly told: (nextReadInSeconds: number) => { readonly graph?: GraphPlan };
  readonly memory: (nextReadInSeconds: number) => { readonly graph?: GraphMemory };
};

/**
 * Admits a domain's contenders, with the calls between them where there are any.
 *
 * @param stage `null`: nobody in the domain calls or is called, and it is decided as if there were no calls at all
 * @param makePlaces called once per sharing: places are used up
 * @throws never
 */
export const decideCalls = (
  stage: CallStage | null,
  parties: readonly Party[],
  contenders: readonly Contender[],
  free: FreeUnits,
  makePlaces: () => Places,
  config: Config,
): Decided => {
  if (stage === null) {
    const { admissions, left } = admit(contenders, free, makePlaces());
    return { ...withoutCalls, parties, admissions, left };
  }
  const admitted = admitCalls(stage, contenders, free, makePlaces);
  const asked = parties.map((party) => askedByCallers(party, admitted));
  const waitedFor = waitedForIn(stage, parties, admitted);
  const posting = (nextReadInSeconds: number) => postingOf(stage, parties, admitted, config, nextReadInSeconds);
  return {
    parties: asked,
    admissions: admitted.admissions,
    left: admitted.left,
    findings: explainCalls(stage, asked, admitted, new Set(config.databases.map(({ name }) => name))),
    someoneWaits: someoneWaits(stage, admitted),
    rankOf: stage.view.graph.rankOf,
    told: (nextReadInSeconds) => {
      const { posts, wakes } = posting(nextReadInSeconds);
      return posts.length === 0 ? {} : { graph: { posts, wakes } };
    },
    memory: (nextReadInSeconds) => ({
      graph: {
        perTask: perTaskMemory(stage),
        shares: stage.view.shares.memory,
        waits: rememberWaits(stage.view.before, waitedFor, stage.view.nowMs),
        posted: posting(nextReadInSeconds).memory,
      },
    }),
  };
};

const withoutCalls = {
  findings: [],
  someoneWaits: false,
  rankOf: () => null,
  told: () => ({}),
  memory: () => ({}),
} as const;

const askedByCallers = (party: Party, { neededTasks }: AdmittedCalls): Party => {
  const tasks = neededTasks.get(party.service.name) ?? 0;
  if (party.want.kind !== "wants" || tasks <= party.want.askTasks) return party;
  return { ...party, want: party.wantFor(tasks) };
};

const waitedForIn = (
  { view }: CallStage,
  parties: readonly Party[],
  { admissions }: AdmittedCalls,
): readonly WaitedFor[] =>
  parties.flatMap(({ service, stance }) => {
    const admission = admissions.get(service.name);
    if (admission?.kind !== "uncarried") return [];
    const { callee, bound } = admission.refusal;
    if (bound.kind !== "not-yet" && bound.kind !== "overdue") return [];
    const healthyTasks = view.flows.get(callee)?.healthyTasks ?? view.neighbours.postOf(callee)?.healthyTasks ?? 0;
    return [{ callee, healthyTasks, isRehearsed: stance === "rehearsed" }];
  });

const someoneWaits = ({ view }: CallStage, { admissions, grants }: AdmittedCalls): boolean => {
  const own = [...admissions.values()].some(
    (admission) => admission.kind === "uncarried" && admission.refusal.bound.kind === "not-yet",
  );
  return (
    own ||
    view.demands.some(({ callee, domain, perSecond }) => {
      const grant = grants[callee]?.[domain];
      return grant !== undefined && perSecond > grant.nowPerSecond && grant.mostPerSecond === null;
    })
  );
};

/** Of services that the graph has; nobody else's figure is asked for. */
const perTaskMemory = ({ view }: CallStage): GraphMemory["perTask"] => {
  const known = [...view.flows].flatMap(([name, { perTaskMemory: entry }]) =>
    entry === null || view.graph.rankOf(name) === null ? [] : [{ name, entry }],
  );
  return recordOf(
    known,
    ({ name }) => name,
    ({ entry }) => entry,
  );
};

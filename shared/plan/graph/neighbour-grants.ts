import type { Admission, Admitted } from "../admit/admit.ts";
import type { Contender } from "../admit/contender.ts";
import { type CallLedger, tasksFor } from "./call-ledger.ts";
import type { CallStage } from "./call-stage.ts";
import type { RemoteDemand } from "./call-view.ts";
import type { GraphNode } from "./graph-node.ts";
import { mostGranted, outstandingGrants } from "./outstanding.ts";
import type { CallerGrant } from "./service-post.ts";

/** By callee of ours, then by the callers' domain. */
export type Grants = Readonly<Record<string, Readonly<Record<string, CallerGrant>>>>;

/** Another domain's demand, in portions of what one task of the callee carries; served like the callee itself. */
export const remoteContender = (
  stage: CallStage,
  contenders: readonly Contender[],
  demand: RemoteDemand,
): Contender => {
  const { name, callee, perSecond } = demand;
  const perTaskPerSecond = stage.nodes.get(name)?.source?.perTaskPerSecond ?? null;
  const { priority = 0, weight = 1 } = contenders.find((contender) => contender.name === callee) ?? {};
  const wantedTasks = perTaskPerSecond === null ? 0 : tasksFor(perSecond, perTaskPerSecond);
  return {
    name,
    priority,
    weight,
    minTasks: 0,
    currentTasks: 0,
    wantedTasks,
    ceilingTasks: wantedTasks,
    commitment: (tasks) => tasks,
    prices: [],
  };
};

export type Openings = { readonly nodes: ReadonlyMap<string, GraphNode>; readonly contenders: readonly Contender[] };

/**
 * Other domains get what they ask for, and then an even part of what nobody asks for: so that a caller there may grow in
 * part at once, before its demand is known here.
 */
export const openingsOf = ({ nodes, view }: CallStage, remotes: readonly Contender[]): Openings => {
  const opened = new Map(nodes);
  const contenders = view.demands.map(({ name, callee }, index): Contender => {
    const remote = remotes[index]!;
    const node = nodes.get(name)!;
    const carrier = nodes.get(callee)?.carrier;
    if (node.source === null || carrier?.kind !== "own") return remote;
    const domains = view.callersDomains.get(callee)?.length ?? 1;
    const callers = domains + (view.graph.callersOf(callee).length > domains ? 1 : 0);
    const ceilingTasks = remote.wantedTasks + Math.floor(carrier.healthyTasks / callers);
    const unservedPerSecond = Math.max(node.source.unservedPerSecond, ceilingTasks * carrier.perTaskPerSecond);
    opened.set(name, { ...node, source: { ...node.source, unservedPerSecond } });
    return { ...remote, ceilingTasks };
  });
  return { nodes: opened, contenders };
};

/** What each other domain may send now, and how far it will come. */
export const grantsOf = (
  { view, nodes: before }: CallStage,
  nodes: ReadonlyMap<string, GraphNode>,
  reserved: Admitted,
  granted: Admitted,
): Grants => {
  const grants: Record<string, Record<string, CallerGrant>> = {};
  for (const { name, domain, callee, sentPerSecond: basePerSecond, perSecond } of view.demands) {
    const source = nodes.get(name)?.source ?? null;
    if (source === null || before.get(callee)?.carrier.kind !== "own") continue;
    const rateOf = ({ admissions }: Admitted): number => (admissions.get(name)?.tasks ?? 0) * source.perTaskPerSecond;
    const nowPerSecond = rateOf(granted);
    const admission = reserved.admissions.get(name);
    const bound = admission?.kind === "uncarried" ? boundOf(admission) : null;
    const mostPerSecond = bound === null ? null : Math.max(nowPerSecond, Math.min(perSecond, rateOf(reserved)));
    grants[callee] = { ...grants[callee], [domain]: { basePerSecond, nowPerSecond, mostPerSecond, bound } };
  }
  return grants;
};

/** `null`: it only takes its time. */
const boundOf = ({ refusal }: Extract<Admission, { readonly kind: "uncarried" }>): CallerGrant["bound"] => {
  const { bound } = refusal;
  switch (bound.kind) {
    case "not-yet":
      return null;
    case "no-room":
    case "closed":
      return { code: "callee-capacity", database: bound.room };
    case "no-place":
      return { code: bound.refusal.code, database: null };
    case "maximum":
      return { code: "max-tasks", database: null };
    case "elsewhere":
      return { code: bound.code, database: bound.database };
    case "left":
      return { code: bound.code ?? "callee-capacity", database: null };
    case "overdue":
      return { code: "callee-not-ready", database: null };
    case "unknown":
      return { code: "callee-unknown", database: null };
  }
};

/** Books what other domains were granted and may still use. `null`: nothing. */
export const withOutstanding = ({ view, nodes }: CallStage, ledger: CallLedger, grants: Grants): CallLedger | null => {
  const outstanding = outstandingGrants(view.before.posted, view.nowMs);
  let some = false;
  for (const { callee, domain, sentPerSecond } of view.demands) {
    const now = grants[callee]?.[domain]?.nowPerSecond ?? 0;
    const before = mostGranted(outstanding, callee, domain) - sentPerSecond;
    const perSecond = Math.max(now, before);
    if (perSecond <= 0 || nodes.get(callee)?.carrier.kind !== "own") continue;
    ledger.settleArrival(callee, perSecond);
    some = true;
  }
  return some ? ledger : null;
};

import { type Admission, type Admitted, admit } from "../admit/admit.ts";
import type { Contender, FreeUnits } from "../admit/contender.ts";
import type { Places } from "../admit/places.ts";
import { isInCircle } from "./call-graph.ts";
import { CallLedger, tasksFor } from "./call-ledger.ts";
import { type CallStage, settled } from "./call-stage.ts";
import type { RemoteDemand } from "./call-view.ts";
import type { GraphNode } from "./graph-node.ts";
import { mostGranted, outstandingGrants } from "./outstanding.ts";
import type { CallerGrant } from "./service-post.ts";

export type AdmittedCalls = {
  /** What is written now: callers as far as healthy callees carry what they send. */
  readonly admissions: ReadonlyMap<string, Admission>;
  /** What is free when everything that is reserved is used. */
  readonly left: FreeUnits;
  /** By caller that waits: the tasks that are reserved for it. */
  readonly reservedTasks: ReadonlyMap<string, number>;
  /** By callee of ours: the tasks that what its callers were admitted needs. */
  readonly neededTasks: ReadonlyMap<string, number>;
  /** By callee of ours, then by the callers' domain. */
  readonly grants: Readonly<Record<string, Readonly<Record<string, CallerGrant>>>>;
  /** By caller of ours, then by callee elsewhere: requests per second beyond those of now that it would send. */
  readonly demands: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

/**
 * Admits the contenders of a domain in which services call each other.
 *
 * *What is reserved.* A caller's task is bought together with the callees' tasks that carry what it sends, all the way
 * down, or not at all. So nothing is spent on a callee whose caller is capped elsewhere, nor on a caller whose callee is,
 * and no second round is needed: what was refused once stays refused, because rooms only shrink and needs only grow.
 *
 * *What is written.* Of its reserved tasks a caller gets at once those whose requests are carried by callees' tasks that
 * are healthy now. The callees' own tasks are written in full, so the lowest services of the graph never wait and every
 * other one waits only for those below it; inside a circle nobody waits for anybody.
 *
 * @param makePlaces called once per sharing: places are used up
 * @throws never
 */
export const admitCalls = (
  stage: CallStage,
  contenders: readonly Contender[],
  free: FreeUnits,
  makePlaces: () => Places,
): AdmittedCalls => {
  const remotes = stage.view.demands.map((demand) => remoteContender(stage, contenders, demand));
  const { asking, reserving, reserved } = reserve(stage, [...contenders, ...remotes], free, makePlaces);
  const demanding = demandLedger(stage, asking, free, makePlaces) ?? reserving;

  const growing = contenders.flatMap((contender) => growthOf(contender, reserved));
  const open = openingsOf(stage, remotes);
  const standing = standingAfter(stage, contenders, reserved);
  const granting = ledgerOf(stage, open.nodes, "now", standing);
  const granted = admit([...growing, ...open.contenders], new Map(), undefined, granting);
  const grants = grantsOf(stage, open.nodes, reserved, granted);
  const writing = withOutstanding(stage, ledgerOf(stage, stage.nodes, "now", standing), grants);
  const written = writing === null ? granted : admit(growing, new Map(), undefined, writing);

  const admissions = new Map(contenders.map(({ name }) => [name, lesser(reserved, written, name)] as const));
  const waiting = growing.filter(({ name }) => admissions.get(name)!.tasks < reserved.admissions.get(name)!.tasks);
  return {
    admissions,
    left: reserved.left,
    reservedTasks: new Map(waiting.map(({ name }) => [name, reserved.admissions.get(name)!.tasks] as const)),
    neededTasks: new Map(
      contenders.flatMap(({ name }): [string, number][] => {
        const tasks = reserving.neededTasks(name);
        return tasks === null ? [] : [[name, tasks]];
      }),
    ),
    grants,
    demands: demandsOf(stage, demanding),
  };
};

type Reserved = {
  /** With what a circle of calls brings back to them. */
  readonly asking: readonly Contender[];
  readonly reserving: CallLedger;
  readonly reserved: Admitted;
};

/**
 * Shares what is free among all, until nobody's own requests come back to them unasked.
 *
 * Nobody waits for itself, so a task is sold without those that its own requests need when a circle brings them back.
 * What they need is a want of its own, shared out with all the others: at most once per task that can be reached.
 */
const reserve = (
  stage: CallStage,
  contenders: readonly Contender[],
  free: FreeUnits,
  makePlaces: () => Places,
): Reserved => {
  for (let asking = contenders; ; ) {
    const reserving = ledgerOf(stage, stage.nodes, "eventually", stage.standingTasks);
    const reserved = admit(asking, free, makePlaces(), reserving);
    const returned = asking.map((contender) => withReturned(stage, contender, reserving, reserved));
    if (returned.every((contender, index) => contender === asking[index])) return { asking, reserving, reserved };
    asking = returned;
  }
};

const withReturned = (
  { nodes, view }: CallStage,
  contender: Contender,
  reserving: CallLedger,
  { admissions }: Admitted,
): Contender => {
  const { name, currentTasks, wantedTasks, ceilingTasks } = contender;
  const admittedTasks = admissions.get(name)!.tasks;
  const carrier = nodes.get(name)?.carrier;
  // Who got no task sends nobody more that could come back.
  if (admittedTasks <= currentTasks || !isInCircle(view.graph, name)) return contender;
  if (carrier?.kind !== "own" || carrier.isOverdue) return contender;
  const tasks = Math.min(reserving.neededTasks(name) ?? 0, carrier.reachTasks);
  if (tasks <= wantedTasks || tasks <= admittedTasks) return contender;
  return { ...contender, wantedTasks: tasks, ceilingTasks: Math.max(ceilingTasks, tasks) };
};

const ledgerOf = (
  { view }: CallStage,
  nodes: ReadonlyMap<string, GraphNode>,
  ledgerView: "eventually" | "now",
  standingTasks: ReadonlyMap<string, number>,
): CallLedger => settled(new CallLedger(view.graph, nodes, ledgerView), view, nodes, standingTasks);

/** What the services stand at when this plan's scale-ins are done: those that others need stay. */
const standingAfter = (
  { standingTasks }: CallStage,
  contenders: readonly Contender[],
  { admissions }: Admitted,
): ReadonlyMap<string, number> => {
  const after = new Map(standingTasks);
  for (const { name, currentTasks } of contenders) {
    after.set(name, Math.min(currentTasks, admissions.get(name)!.tasks));
  }
  return after;
};

/** Another domain's demand, in portions of what one task of the callee carries; served like the callee itself. */
const remoteContender = (stage: CallStage, contenders: readonly Contender[], demand: RemoteDemand): Contender => {
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

/** What a contender was reserved beyond what it has: it is paid for, so nothing but its callees can hold it. */
const growthOf = (contender: Contender, { admissions }: Admitted): readonly Contender[] => {
  const { tasks } = admissions.get(contender.name)!;
  const { currentTasks, minTasks } = contender;
  if (tasks <= currentTasks) return [];
  return [{ ...contender, minTasks: Math.min(minTasks, tasks), wantedTasks: tasks, ceilingTasks: tasks, prices: [] }];
};

type Openings = { readonly nodes: ReadonlyMap<string, GraphNode>; readonly contenders: readonly Contender[] };

/**
 * Other domains get what they ask for, and then an even part of what nobody asks for: so that a caller there may grow in
 * part at once, before its demand is known here.
 */
const openingsOf = ({ nodes, view }: CallStage, remotes: readonly Contender[]): Openings => {
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

const grantsOf = (
  { view, nodes: before }: CallStage,
  nodes: ReadonlyMap<string, GraphNode>,
  reserved: Admitted,
  granted: Admitted,
): AdmittedCalls["grants"] => {
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
const withOutstanding = (
  { view, nodes }: CallStage,
  ledger: CallLedger,
  grants: AdmittedCalls["grants"],
): CallLedger | null => {
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

/** As if no other domain had an end, so that what is asked of it doesn't fall because it was refused. */
const demandLedger = (
  stage: CallStage,
  contenders: readonly Contender[],
  free: FreeUnits,
  makePlaces: () => Places,
): CallLedger | null => {
  const isBound = [...stage.nodes.values()].some(
    ({ carrier }) => carrier.kind === "neighbour" && (carrier.mostPerSecond !== null || carrier.isOverdue),
  );
  if (!isBound) return null;
  const nodes = new Map(
    [...stage.nodes].map(([name, node]): [string, GraphNode] =>
      node.carrier.kind === "neighbour"
        ? [name, { ...node, carrier: { ...node.carrier, mostPerSecond: null, bound: null, isOverdue: false } }]
        : [name, node],
    ),
  );
  const ledger = ledgerOf(stage, nodes, "eventually", stage.standingTasks);
  admit(contenders, free, makePlaces(), ledger);
  return ledger;
};

const demandsOf = ({ view }: CallStage, ledger: CallLedger): AdmittedCalls["demands"] => {
  const demands: Record<string, Record<string, number>> = {};
  for (const { caller, callee } of view.domainCalls.out) {
    const call = view.graph.calleesOf(caller).find((entry) => entry.callee === callee);
    const perSecond = (call?.requestsPerRequest ?? 0) * ledger.passedPerSecond(caller);
    demands[caller] = { ...demands[caller], [callee]: perSecond };
  }
  return demands;
};

const lesser = (reserved: Admitted, written: Admitted, name: string): Admission => {
  const now = written.admissions.get(name);
  const later = reserved.admissions.get(name)!;
  return now !== undefined && now.tasks < later.tasks ? now : later;
};

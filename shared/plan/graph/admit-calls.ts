import { type Admission, type Admitted, admit } from "../admit/admit.ts";
import type { Contender, FreeUnits } from "../admit/contender.ts";
import type { Places } from "../admit/places.ts";
import type { CallStage } from "./call-stage.ts";
import { type Demands, demandLedger, demandsOf } from "./neighbour-demands.ts";
import { type Grants, grantsOf, openingsOf, remoteContender, withOutstanding } from "./neighbour-grants.ts";
import { reserveCalls } from "./reserve-calls.ts";
import { ledgerOf } from "./stage-ledger.ts";

export type AdmittedCalls = {
  /** What is written now: callers as far as healthy callees carry what they send. */
  readonly admissions: ReadonlyMap<string, Admission>;
  /** What is free when everything that is reserved is used. */
  readonly left: FreeUnits;
  /** By caller that waits: the tasks that are reserved for it. */
  readonly reservedTasks: ReadonlyMap<string, number>;
  /** By callee of ours: the tasks that what its callers were admitted needs. */
  readonly neededTasks: ReadonlyMap<string, number>;
  readonly grants: Grants;
  readonly demands: Demands;
};

/**
 * Admits the contenders of a domain in which services call each other.
 *
 * *What is reserved.* A caller's task is bought together with the callees' tasks that carry what it sends, all the way
 * down, or not at all. So nothing is spent on a callee whose caller is capped elsewhere, nor on a caller whose callee is,
 * and outside a circle of calls no second round is needed: what was refused once stays refused, because rooms only shrink
 * and needs only grow.
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
  const { asking, reserving, reserved } = reserveCalls(stage, [...contenders, ...remotes], free, makePlaces);
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

/** What a contender was reserved beyond what it has: it is paid for, so nothing but its callees can hold it. */
const growthOf = (contender: Contender, { admissions }: Admitted): readonly Contender[] => {
  const { tasks } = admissions.get(contender.name)!;
  const { currentTasks, minTasks } = contender;
  if (tasks <= currentTasks) return [];
  return [{ ...contender, minTasks: Math.min(minTasks, tasks), wantedTasks: tasks, ceilingTasks: tasks, prices: [] }];
};

const lesser = (reserved: Admitted, written: Admitted, name: string): Admission => {
  const now = written.admissions.get(name);
  const later = reserved.admissions.get(name)!;
  return now !== undefined && now.tasks < later.tasks ? now : later;
};

import type { ServiceConfig } from "../../config/service-config.ts";
import type { Opinion } from "../demand/opinion.ts";
import { saturatedPercent } from "../demand/signal-moment.ts";
import type { Want } from "../demand/want.ts";
import type { Stance } from "../policy/stance.ts";

/** Who has a pool on a database, as far as lending goes. */
export type Borrower = {
  readonly service: ServiceConfig;
  readonly stance: Stance;
  readonly want: Want;
};

const fullPercent = 100;

/**
 * Is the room for a replaced task lent to growth on a database now?
 *
 * That room is for a failure that may come; an overload is there. It is lent while a service that connects directly, and
 * that Headgate scales, could not carry its load even with every task at 100 % CPU. It is not while a replacement
 * is due (a task is unhealthy, a deployment runs, tasks are moved between zones), and never where a governed service has a
 * pool: rights handed out of it would be taken back with the next plan.
 *
 * By the plan's inputs alone: growth only ends an overload, and the datapoint that told it tells the same when read again.
 *
 * @param direct who connects without a proxy
 * @param connected all who have a pool on the database
 * @throws never
 * @see docs/adr/0021-the-reserve-is-lent.md
 */
export const lendsReplacement = (direct: readonly Borrower[], connected: readonly Borrower[]): boolean =>
  direct.some(isPastFull) && !connected.some((borrower) => borrower.stance === "governed" || isReplacing(borrower));

/** Its load is more than its desired tasks could carry at 100 % CPU, and it asks for more of them. */
const isPastFull = ({ service, stance, want }: Borrower): boolean => {
  if ((stance !== "scaled" && stance !== "rehearsed") || want.kind !== "wants") return false;
  const { counts, demand, askTasks } = want;
  const targetPercent = cpuTargetOf(service);
  if (targetPercent === null || askTasks <= counts.desired) return false;
  const requests = service.signals.find(({ kind }) => kind === "requests")?.name ?? null;
  return demand.opinions.some((opinion) => tellsPastFull(opinion, counts.desired, targetPercent, requests));
};

/** @returns percent of a task, at most all of it; `null`: nothing tells how full the tasks are */
const cpuTargetOf = ({ signals }: ServiceConfig): number | null => {
  const cpu = signals.find(({ name }) => name === cpuSignal);
  return cpu?.kind === "target" && cpu.measures === "average" ? Math.min(fullPercent, cpu.target) : null;
};

/**
 * Only the CPU and the requests tell a load: a schedule, a forecast or a person may ask for as much without one. What
 * starting tasks use is no load. A CPU that is nearly full can't say how much more there is: then that is enough.
 */
const tellsPastFull = (opinion: Opinion, desired: number, targetPercent: number, requests: string | null): boolean => {
  if (opinion.kind !== "ask" || opinion.ratio === null || opinion.ratio <= 1 || opinion.warmingUp === true)
    return false;
  if (opinion.signal !== cpuSignal && opinion.signal !== requests) return false;
  const isNearlyFull = opinion.signal === cpuSignal && opinion.ratio * targetPercent >= saturatedPercent;
  return opinion.tasks * targetPercent > desired * (isNearlyFull ? saturatedPercent : fullPercent);
};

const cpuSignal = "cpu";

/** A task is replaced or moved, or will be: what is kept for it is needed. */
const isReplacing = ({ want }: Borrower): boolean => {
  if (want.kind === "unreadable" || want.kind === "absent") return false;
  const { unhealthy, deployment, rebalancing } = want.counts;
  return unhealthy > 0 || deployment.kind !== "none" || rebalancing;
};

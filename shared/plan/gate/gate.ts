import type { SignalConfig } from "../../config/signal-config.ts";
import type { AdmittedRate } from "../../records/post.ts";
import type { Admission } from "../admit/admit.ts";
import type { Room } from "../budget/rooms.ts";
import type { FindingCode } from "../explain/codes.ts";
import { flowOf } from "../graph/flow.ts";
import type { PerTaskMemory } from "../graph/graph-memory.ts";
import type { Party } from "../party.ts";
import type { TaskCounts } from "../readings/service-reading.ts";
import { carriedBehind, closedBefore, isLoadThere, keptRate } from "./closed-gate.ts";
import type { GateMemory } from "./gate-memory.ts";
import { downToThreeDigits } from "./three-digits.ts";

/** What may be sent to a service while a budget keeps it from growing. */
export type Gate =
  /** Nothing binds, nothing is known of the requests, or no more arrive than are carried. */
  | { readonly kind: "open"; readonly perTask: PerTaskMemory | null }
  | {
      readonly kind: "binding";
      readonly admitted: AdmittedRate;
      readonly arrivingPerSecond: number;
      readonly perTask: PerTaskMemory | null;
    };

/** Above the tolerance of the signals, so that a service behind a closed gate goes on asking for what it lacks. */
const beyondTolerance = 0.05;

/** Behind a closed gate no more arrives than it lets through; from this part of it on the load is still there. */
const fullRatio = 0.9;

/**
 * The rate that a service may be sent while a database keeps it from the tasks that it asks for.
 *
 * It is what its healthy tasks carry at their target, and a little more: at the target itself no signal would ask for
 * tasks any longer, the gate would open, and the flood would be back. So the gate stays closed while the load is there
 * and widens with each task that the budget gives. A rate that was told stays while it is near enough.
 *
 * @param admission what the service was granted; `null`: it was no contender
 * @param rooms the databases and proxies by name
 * @param before what the last plan left; `null`: nothing
 * @returns a rate in requests per second, rounded down to three digits
 * @throws never
 */
export const gateOf = (
  { service, reading, memory }: Pick<Party, "service" | "reading" | "memory">,
  counts: TaskCounts | null,
  admission: Admission | null,
  rooms: ReadonlyMap<string, Room>,
  before: GateMemory | null,
  nowMs: number,
): Gate => {
  const carried = before?.perTask ?? null;
  if (counts === null || !countsRequests(service.signals)) return { kind: "open", perTask: carried };
  const { arrivingPerSecond, perTaskMemory, healthyTasks } = flowOf(service, reading, counts, memory, carried, nowMs);
  const closed = closedBefore(before);
  const perTask = carriedBehind(closed, perTaskMemory, carried, arrivingPerSecond, nowMs);
  const boundBy = admission === null ? null : wallOf(admission, rooms);
  if (boundBy === null || arrivingPerSecond === null || perTask === null || healthyTasks === 0)
    return { kind: "open", perTask };
  const eachPerSecond = Math.min(
    perTask.perSecond * (1 + toleranceOf(service.signals) + beyondTolerance),
    perTask.fullPerSecond,
  );
  const allPerSecond = eachPerSecond * healthyTasks;
  const requestsPerSecond = keptRate(closed, allPerSecond) ?? downToThreeDigits(allPerSecond);
  const isThere = isLoadThere(closed, arrivingPerSecond, fullRatio, requestsPerSecond, nowMs);
  if (!(requestsPerSecond > 0) || !isThere) return { kind: "open", perTask };
  return {
    kind: "binding",
    admitted: { requestsPerSecond, tasks: healthyTasks, boundBy },
    arrivingPerSecond,
    perTask,
  };
};

const saturations: ReadonlySet<FindingCode> = new Set(["database-saturated", "proxy-saturated"]);

const countsRequests = (signals: readonly SignalConfig[]): boolean =>
  signals.some(({ kind }) => kind === "requests" || kind === "rate");

const toleranceOf = (signals: readonly SignalConfig[]): number =>
  Math.max(
    0,
    ...signals.map((signal) => (signal.kind === "target" || signal.kind === "requests" ? signal.toleranceRatio : 0)),
  );

/**
 * The wall that more tasks would run into: a database or proxy without room, or one that is saturated. A limit that is
 * merely unknown is none: nobody is turned away for what could not be read.
 */
const wallOf = (admission: Admission, rooms: ReadonlyMap<string, Room>): string | null => {
  switch (admission.kind) {
    case "capped":
      return rooms.get(admission.by)?.database ?? null;
    case "held": {
      const room = rooms.get(admission.by);
      return room?.closed != null && saturations.has(room.closed.code) ? room.database : null;
    }
    case "uncarried": {
      const { bound } = admission.refusal;
      return bound.kind === "no-room" ? (rooms.get(bound.room)?.database ?? null) : null;
    }
    case "full":
    case "unplaced":
      return null;
  }
};

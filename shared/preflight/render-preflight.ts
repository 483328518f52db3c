import { assertNever } from "../plan/assert-never.ts";
import type { Rollout } from "../plan/budget/step-rollout.ts";
import { textTable } from "../text-table.ts";
import type { Room } from "./offline-rooms.ts";
import type { Fit, Preflight } from "./preflight.ts";

export type PreflightReport = {
  readonly service: string;
  readonly rollout: Rollout;
  readonly rooms: readonly Room[];
  readonly notes: readonly string[];
  readonly verdict: Preflight;
};

/** What a build log should say: the verdict first, then the numbers, then the settings that would fit. */
export const renderPreflight = ({ service, rollout, rooms, notes, verdict }: PreflightReport): string => {
  const { desiredTasks, maximumPercent, minimumHealthyPercent, startSeconds, drainSeconds } = rollout;
  const room = new Map(rooms.map((entry) => [entry.database, entry]));
  const rows = verdict.databases.map((entry) => {
    const { budgetConnections, othersConnections } = room.get(entry.database)!;
    const { oldConnectionsPerTask, newConnectionsPerTask, peakConnections, roomConnections } = entry;
    const short = Math.max(0, peakConnections - roomConnections);
    const k = `${oldConnectionsPerTask} -> ${newConnectionsPerTask}`;
    return [entry.database, k, peakConnections, budgetConnections, othersConnections, roomConnections, short];
  });
  return [
    headlineOf(service, verdict),
    `Rollout of ${desiredTasks} tasks at ${minimumHealthyPercent} to ${maximumPercent} %, start ${startSeconds} s, drain ${drainSeconds} s${
      verdict.end.kind === "ends" ? `: about ${verdict.end.seconds} s` : ""
    }`,
    ...(rows.length === 0
      ? ["  It has no pool on any database."]
      : textTable([["database", "per task", "peak", "budget", "others", "room", "short"], ...rows])),
    ...notes.map((note) => `Note: ${note}.`),
    ...(verdict.fits.length === 0
      ? []
      : ["What would fit, one change at a time:", ...verdict.fits.map((fit) => `  - ${describeFit(fit)}`)]),
  ].join("\n");
};

const headlineOf = (service: string, { kind, fits }: Preflight): string => {
  switch (kind) {
    case "fits":
      return `${service}: the deployment fits`;
    case "exceeds":
      return `${service}: REFUSED, the deployment needs more connections than there are${fits.length === 0 ? ", and no single setting makes it fit" : ""}`;
    case "never-ends":
      return `${service}: REFUSED, at these percentages the deployment can neither start nor stop a task`;
    default:
      return assertNever(kind);
  }
};

const describeFit = (fit: Fit): string => {
  switch (fit.kind) {
    case "maximum-percent":
      return `maximumPercent ${fit.maximumPercent} with minimumHealthyPercent ${fit.minimumHealthyPercent}`;
    case "drain":
      return `deregistration delay and stopTimeout of ${fit.drainSeconds} s together`;
    case "pool":
      return `${fit.newConnectionsPerTask} ${fit.newConnectionsPerTask === 1 ? "connection" : "connections"} per task on ${fit.database}`;
    case "desired-count":
      return `${fit.desiredTasks} tasks when the deployment begins`;
    default:
      return assertNever(fit);
  }
};

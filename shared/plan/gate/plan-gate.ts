import type { Config } from "../../config/config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import type { GatePost } from "../../records/post.ts";
import type { Finding } from "../explain/finding.ts";
import type { Stance } from "../policy/stance.ts";
import type { Gate } from "./gate.ts";
import type { GateMemory } from "./gate-memory.ts";

export type GatePlan = {
  /** `null`: what was said last still holds. */
  readonly post: GatePost | null;
  readonly finding: Finding | null;
  readonly memory: GateMemory;
};

/**
 * A closed gate is renewed in this time: between two looks there may be six minutes, and `records` takes one that is
 * older than ten for open.
 */
const renewSeconds = 120;

/**
 * Decides what the nginx fleets are told of a service, and what people are: load shedding is applied where headgate.yml
 * switches it on for a service that Headgate scales or caps, and offered everywhere else.
 *
 * @returns a post where the rate has changed, or is about to expire
 * @throws never
 */
export const planGate = (
  service: ServiceConfig,
  stance: Stance,
  gate: Gate,
  before: GateMemory | null,
  config: Pick<Config, "nginxFleets">,
  nowMs: number,
): GatePlan => {
  const applied = isApplied(service, stance, config);
  const requestsPerSecond = applied && gate.kind === "binding" ? gate.admitted.requestsPerSecond : null;
  const posted = before?.posted ?? null;
  const isNews =
    requestsPerSecond === null
      ? posted !== null && posted.requestsPerSecond !== null
      : posted?.requestsPerSecond !== requestsPerSecond || nowMs - posted.atMs >= renewSeconds * 1000;
  const sinceMs = posted?.requestsPerSecond === requestsPerSecond ? posted.sinceMs : nowMs;
  const admitted = requestsPerSecond === null || gate.kind === "open" ? null : gate.admitted;
  return {
    post: isNews ? { service: service.name, atMs: nowMs, admitted } : null,
    finding: gate.kind === "open" ? null : findingOf(service.name, gate, applied),
    memory: { perTask: gate.perTask, posted: isNews ? { atMs: nowMs, requestsPerSecond, sinceMs } : posted },
  };
};

/** A gate is switched on in a fleet that is written, for a service that is not merely watched. */
const isApplied = ({ publish }: ServiceConfig, stance: Stance, { nginxFleets }: Pick<Config, "nginxFleets">): boolean =>
  (stance === "scaled" || stance === "governed") &&
  publish.upstreams.some(
    ({ gate, fleet }) =>
      gate !== null && nginxFleets.some(({ name, policy }) => name === fleet && policy === "install"),
  );

const findingOf = (service: string, gate: Extract<Gate, { kind: "binding" }>, applied: boolean): Finding | null => {
  const { admitted, arrivingPerSecond } = gate;
  // Nobody is told to shed what is carried.
  if (!applied && arrivingPerSecond <= admitted.requestsPerSecond) return null;
  return {
    code: applied ? "gate-closed" : "gate-offered",
    service,
    database: admitted.boundBy,
    numbers: {
      admittedRequestsPerSecond: admitted.requestsPerSecond,
      arrivingRequestsPerSecond: Math.round(arrivingPerSecond * 10) / 10,
      tasks: admitted.tasks,
    },
    detail: "",
    unlocks: [],
  };
};

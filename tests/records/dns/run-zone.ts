import { planZone, type ZoneInput } from "../../../shared/records/dns/plan-zone.ts";
import type { OwnedHealthCheck, RecordSet } from "../../../shared/records/dns/record-set.ts";
import type { ZoneMemory } from "../../../shared/records/dns/zone-memory.ts";
import { StrictZone } from "./strict-route53.ts";
import { type Given, input, nowMs } from "./zone-case.ts";

/** A zone, the health checks and what is remembered, over many plans; each plan is applied by the strict zone. */
export class ZoneRun {
  zone: StrictZone;
  healthChecks: readonly OwnedHealthCheck[] = [];
  memory: ZoneMemory | null = null;
  atMs = nowMs;

  constructor(sets: readonly RecordSet[] = []) {
    this.zone = new StrictZone(sets);
  }

  inputOf(given: Given): ZoneInput {
    return input({
      memory: this.memory,
      ...given,
      recordSets: this.zone.recordSets,
      healthChecks: this.healthChecks,
    });
  }

  /**
   * @param batches how many change batches are written before the process dies; all by default
   * @throws where the zone refuses a batch
   */
  step(given: Given, batches = Number.POSITIVE_INFINITY) {
    const plan = planZone(this.inputOf(given), this.atMs);
    this.atMs += 61_000;
    this.memory = JSON.parse(JSON.stringify(plan.memory));
    let written = 0;
    for (const action of plan.actions) {
      if (action.kind === "change-record-sets" && written++ < batches) this.zone.apply(action);
      if (action.kind === "create-health-check") {
        const id = `check-${String(this.healthChecks.length).padStart(3, "0")}-${this.atMs}`;
        this.healthChecks = [...this.healthChecks, { id, callerReference: action.callerReference }];
      }
      if (action.kind === "delete-health-check") {
        this.healthChecks = this.healthChecks.filter(({ id }) => id !== action.healthCheckId);
      }
    }
    return plan;
  }
}

/** A zone in one line per set, sorted: what a person would read off the console. */
export const linesOf = (sets: readonly RecordSet[]): readonly string[] =>
  sets
    .map(({ name, type, setIdentifier, values, alias, routing, healthCheckId }) =>
      [
        name,
        type,
        setIdentifier === null ? "" : `[${setIdentifier}]`,
        alias ? `-> ${alias.dnsName}` : [...values].sort().join(" + "),
        routing.kind === "simple"
          ? ""
          : Object.values(routing)
              .filter((part) => part !== null)
              .join(" "),
        healthCheckId ?? "",
      ]
        .filter((part) => part !== "")
        .join(" "),
    )
    .sort();

export const withoutOwnership = (sets: readonly RecordSet[]): readonly RecordSet[] =>
  sets.filter(({ name }) => !name.startsWith("_headgate."));

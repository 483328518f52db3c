import { ownerIn, ownershipNameOf } from "../../../shared/records/dns/ownership.ts";
import type { RecordSet } from "../../../shared/records/dns/record-set.ts";
import { ZoneRun } from "./run-zone.ts";
import { StrictZone } from "./strict-route53.ts";
import { stack } from "./zone-case.ts";
import { type Moment, strangersAddress, type Tampering } from "./zone-worlds.ts";

const keyOf = ({ name, type, setIdentifier }: RecordSet): string => `${name} ${type} ${setIdentifier}`;

/** A zone through many moments, with a list of what is not ours beside it. */
export class ZoneLife {
  readonly run: ZoneRun;
  readonly #foreign = new Map<string, RecordSet>();

  constructor(foreign: readonly RecordSet[]) {
    this.run = new ZoneRun();
    for (const set of foreign) this.tamper({ kind: "add", set });
  }

  /** What is not ours, as it was left by who owns it. */
  get foreign(): readonly RecordSet[] {
    return [...this.#foreign.values()];
  }

  live({ given, tampering, batches }: Moment) {
    for (const one of tampering) this.tamper(one);
    return this.run.step(given, batches);
  }

  tamper(tampering: Tampering): void {
    const sets = this.run.zone.recordSets;
    if (tampering.kind === "add") {
      const { set } = tampering;
      if (sets.some((other) => keyOf(other) === keyOf(set))) return;
      try {
        this.run.zone.apply(batch("CREATE", set));
      } catch {
        return; // Route 53 does not take it beside what is there.
      }
      this.#foreign.set(keyOf(set), set);
      return;
    }
    const ours = sets.filter((set) => set.alias === null && isOurs(set, sets));
    const set = ours.length === 0 ? undefined : ours[tampering.at % ours.length];
    if (set === undefined) return;
    const text = sets.find(({ name }) => name === ownershipNameOf(set))!;
    // Whoever deletes what an alias points to has to delete the alias first: not here.
    const isTarget = sets.some(({ alias }) => alias?.dnsName === set.name);
    if (tampering.kind === "delete" && !isTarget) this.#put(sets.filter((other) => other !== set));
    if (tampering.kind === "disown") {
      this.#put(sets.filter((other) => other !== text));
      this.#foreign.set(keyOf(set), set);
    }
    if (tampering.kind === "slow") this.#put(sets.map((it) => (it === set ? { ...set, ttlSeconds: 86_400 } : it)));
    if (tampering.kind === "readdress" && set.type !== "SRV") {
      this.#put(sets.map((it) => (it === set ? { ...set, values: [strangersAddress(set.type)] } : it)));
    }
  }

  #put(sets: readonly RecordSet[]): void {
    this.run.zone = new StrictZone(sets);
  }
}

const isOurs = (set: RecordSet, sets: readonly RecordSet[]): boolean => {
  const text = sets.find(({ name, type }) => type === "TXT" && name === ownershipNameOf(set));
  return set.type !== "TXT" && text !== undefined && ownerIn(text.values)?.stack === stack;
};

const batch = (action: "CREATE", recordSet: RecordSet) => ({
  kind: "change-record-sets" as const,
  hostedZoneId: "Z1",
  changes: [{ action, recordSet }],
});

import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { RequestsSignalConfig } from "../../shared/config/signal-config.ts";
import { requestRate } from "../../shared/plan/demand/request-rate.ts";
import { countOf } from "../../shared/plan/service-plan.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import type { Breach } from "./breach.ts";
import type { Entry } from "./ledger.ts";

type Given = {
  readonly snapshot: Snapshot;
  readonly entries: readonly Entry[];
  readonly plan: { readonly nowMs: number };
};

/** Of rates: they are sums of divisions. */
const dustRatio = 1.001;

/**
 * What growing callers may send more is carried by their callees of the same domain (I7), as far as rates are known.
 *
 * What a callee carries is what its healthy tasks do; what came before, and was more, stays as it was.
 */
export const checkCalls = ({ snapshot, entries, plan: { nowMs } }: Given): readonly Breach[] =>
  entries.flatMap((callee): Breach[] => {
    const carried = carriedBy(callee);
    const arriving = rateOf(callee, snapshot, nowMs);
    if (carried === null || arriving === null) return [];
    let added = 0;
    for (const caller of entries) {
      const share =
        caller.service.calls.find(({ service }) => service === callee.service.name)?.requestsPerRequest ?? 0;
      if (share !== null && share > 0) added += share * releasedBy(caller, snapshot, nowMs);
    }
    if (added <= 0 || arriving + added <= Math.max(carried, arriving) * dustRatio) return [];
    const detail = `${callee.service.name} carries ${carried.toFixed(1)} a second; ${arriving.toFixed(1)} arrive and ${added.toFixed(1)} more are let through`;
    return [{ invariant: "I7", detail }];
  });

const requestsOf = ({
  signals,
}: ServiceConfig): { readonly signal: RequestsSignalConfig; readonly at: number } | null => {
  const at = signals.findIndex(({ kind }) => kind === "requests");
  const signal = signals[at];
  return signal?.kind === "requests" ? { signal, at } : null;
};

const rateOf = ({ service }: Entry, snapshot: Snapshot, nowMs: number): number | null => {
  const requests = requestsOf(service);
  const reading = snapshot.services.find(({ name }) => name === service.name)?.signals[requests?.at ?? -1];
  if (requests === null || reading === undefined) return null;
  const rate = requestRate(requests.signal, reading, nowMs);
  return rate.kind === "known" ? rate.perSecond : null;
};

const carriedBy = ({ service, planned }: Entry): number | null => {
  const requests = requestsOf(service);
  if (requests === null || planned.counts === null) return null;
  return (planned.counts.healthy ?? planned.counts.running) * requests.signal.targetPerSecond;
};

/**
 * Requests a second that a caller serves beyond those of now once its new tasks run.
 *
 * Up to 100 % CPU its present tasks serve them already, above their target or not; new ones only make them calm.
 */
const releasedBy = (entry: Entry, snapshot: Snapshot, nowMs: number): number => {
  const requests = requestsOf(entry.service);
  const offered = rateOf(entry, snapshot, nowMs);
  const { counts } = entry.planned;
  const aim = countOf(entry.planned);
  if (requests === null || offered === null || counts === null || aim === null || aim <= counts.desired) return 0;
  const cpu = entry.service.signals.find(({ name }) => name === "cpu");
  const fullRatio = cpu?.kind === "target" ? fullPercent / cpu.target : 1;
  const perTask = requests.signal.targetPerSecond * fullRatio;
  return Math.max(0, Math.min(offered, perTask * aim) - Math.min(offered, perTask * counts.desired));
};

const fullPercent = 100;

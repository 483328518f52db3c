import type { RequestsSignalConfig } from "../../config/signal-config.ts";
import type { SignalReading } from "../readings/signal-reading.ts";
import type { Opinion } from "./opinion.ts";
import { requestRate } from "./request-rate.ts";
import { totalAsk } from "./rounding.ts";

/**
 * What the service's requests ask for: ceil(requests per second / what one task should serve).
 *
 * It needs no task count at the datapoint and no warm tasks, so it is right in the middle of a growth, where a
 * utilization is not yet. No requests at all ask for no task, and the minimum stays.
 *
 * @param desired the desired count now, >= 0
 * @returns an ask >= 0, or a hold where the rate is not known
 * @throws never
 */
export const requestsOpinion = (
  signal: RequestsSignalConfig,
  reading: SignalReading,
  desired: number,
  nowMs: number,
): Opinion => {
  const rate = requestRate(signal, reading, nowMs);
  if (rate.kind === "unknown") return { kind: "hold", signal: signal.name, code: rate.code, detail: rate.detail };
  const { tasks, ratio } = totalAsk(rate.perSecond, signal.targetPerSecond, desired, signal.toleranceRatio);
  return { kind: "ask", signal: signal.name, tasks, asksAlone: true, ratio };
};

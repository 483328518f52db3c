import type { Unknown } from "../../reading.ts";

export type SignalReading =
  | {
      readonly kind: "datapoint";
      readonly value: number;
      /** Start of the datapoint's period, as CloudWatch stamps it. */
      readonly atMs: number;
      readonly periodSeconds: number;
      /** Tasks at the datapoint (SampleCount of the same period), where the metric tells. */
      readonly tasks: number | null;
    }
  | {
      readonly kind: "series";
      /** Whole periods, oldest first; empty where nothing was published. */
      readonly points: readonly { readonly atMs: number; readonly value: number }[];
      readonly periodSeconds: number;
      /** Start of the newest period in which the load balancer behind the metric was seen to exist; `null`: not seen. */
      readonly seenAtMs: number | null;
    }
  | {
      readonly kind: "queue";
      /** Messages available for retrieval, approximately. */
      readonly waitingMessages: number;
      /** Received and not yet deleted. */
      readonly inFlightMessages: number;
      readonly readAtMs: number;
    }
  | {
      readonly kind: "alarm";
      readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
      /** When the state was entered. */
      readonly sinceMs: number;
      /** False: the alarm is muted and doesn't scale. */
      readonly actionsEnabled: boolean;
    }
  | Unknown;

import type { DatabaseFacts } from "../../limits/database-facts.ts";
import type { Reading } from "../../reading.ts";
import type { ExistingAlarm } from "./compare-alarms.ts";
import type { StandardAlarm } from "./standard-alarm.ts";

export type AlarmsParams = {
  readonly services?: readonly string[] | undefined;
  readonly cpuPercent?: number | undefined;
  readonly errorPercent?: number | undefined;
  readonly latencySeconds?: number | undefined;
  readonly connectionsPercent?: number | undefined;
  readonly prune?: boolean | undefined;
};

export type AlarmsReading = {
  readonly stack: { readonly prefix: string; readonly topicArn: string };
  readonly facts: readonly (readonly [string, Reading<DatabaseFacts>])[];
  readonly existing: readonly ExistingAlarm[];
};

/** `toWrite`: what differed at the first look; `rounds`: looks at which something did. */
export type AlarmsState = { readonly toWrite: number; readonly rounds: number };

export type AlarmsAction =
  | { readonly kind: "put"; readonly alarm: StandardAlarm }
  | { readonly kind: "delete"; readonly name: string };

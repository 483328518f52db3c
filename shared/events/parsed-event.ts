import type { DropCode, MalformedCode } from "./codes.ts";
import type { RecordsWakeUp } from "./records-wake-up.ts";
import type { WakeUp } from "./wake-up.ts";

/** The verdict on one event: what it says, or why it says nothing to us. */
export type ParsedEvent =
  | AlarmEvent
  | TaskEvent
  | ServiceEvent
  | TickEvent
  | WakeUpEvent
  | RecordsWakeUpEvent
  | UnknownEvent
  | MalformedEvent;

type Identified = {
  /** EventBridge's event id where there is one, otherwise the id of the envelope nearest to the event. */
  readonly id: string;
  /** When it happened, as the event says; for our own wake-ups when they were sent. */
  readonly atMs: number;
};

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export type AlarmEvent = Identified & {
  readonly kind: "alarm";
  readonly alarmName: string;
  readonly state: AlarmState;
  readonly previousState: AlarmState | null;
  readonly account: string | null;
  readonly region: string | null;
};

export type TaskEvent = Identified & {
  readonly kind: "task";
  /** ECS cluster name (not ARN). */
  readonly cluster: string;
  readonly ecsService: string;
  readonly taskArn: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
};

/** A deployment's state or a service action. */
export type ServiceEvent = Identified & {
  readonly kind: "service";
  /** `null` where a service ARN of the old format, without its cluster, is all that the event gives. */
  readonly cluster: string | null;
  readonly ecsService: string;
  readonly eventName: string;
};

export type TickEvent = Identified & { readonly kind: "tick" };

export type WakeUpEvent = Identified & { readonly kind: "wake-up"; readonly wakeUp: WakeUp };

export type RecordsWakeUpEvent = Identified & { readonly kind: "records-wake-up"; readonly wakeUp: RecordsWakeUp };

/** Well-formed, but not for us. */
export type UnknownEvent = { readonly kind: "unknown"; readonly code: DropCode; readonly what: string };

/** `place` is the path from the message's body to what can't be read, through every envelope. */
export type MalformedEvent = {
  readonly kind: "malformed";
  readonly code: MalformedCode;
  readonly reason: string;
  readonly place: string;
};

import type { Startable } from "../../aws/start-stop-rds.ts";
import type { ParkIntent } from "../../plan/intents/intent.ts";

/**
 * `emptying`: until no task is left. `unused`: until nobody is connected. `stopping`, `parked`, `starting`: of the
 * databases. `returning`: until the services are back.
 */
export type ParkPhase = "emptying" | "unused" | "stopping" | "parked" | "starting" | "returning";

export type ParkState = {
  readonly phase: ParkPhase;
  readonly services: readonly string[];
  /** Those that are to be stopped, or were: by their name in headgate.yml. */
  readonly databases: readonly NamedStartable[];
  /** `null`: until somebody unparks. */
  readonly untilMs: number | null;
  /** Whose intents are taken back; `null`: anybody's. */
  readonly run: string | null;
  /** When this phase has begun, and when its watch ends. */
  readonly sinceMs: number;
  readonly givesUpAtMs: number;
  /** How long each phase took. */
  readonly seconds: Readonly<Partial<Record<ParkPhase, number>>>;
  /** What did not go as asked. */
  readonly notes: readonly string[];
};

export type NamedStartable = Startable & { readonly name: string };

export type ParkAction =
  | { readonly kind: "park"; readonly intents: readonly ParkIntent[] }
  | { readonly kind: "stop"; readonly database: Startable }
  | { readonly kind: "start"; readonly database: Startable }
  | { readonly kind: "unpark"; readonly services: readonly string[]; readonly run: string | null };

/** How long each phase is watched; a parked night has its own end. */
const watchSeconds: Readonly<Record<ParkPhase, number>> = {
  emptying: 3_600,
  unused: 1_800,
  // RDS: stopping a Multi-AZ instance may take a large amount of time.
  stopping: 2 * 3_600,
  parked: 0,
  starting: 2 * 3_600,
  returning: 1_800,
};

/** A run that never comes back leaves nobody parked for ever: after the end, with the time to start databases. */
export const intentGraceMs = (watchSeconds.starting + 3_600) * 1000;

export const enter = (state: ParkState, phase: ParkPhase, nowMs: number, notes: readonly string[] = []): ParkState => ({
  ...state,
  phase,
  sinceMs: nowMs,
  givesUpAtMs: nowMs + watchSeconds[phase] * 1000,
  seconds: { ...state.seconds, [state.phase]: Math.round((nowMs - state.sinceMs) / 1000) },
  notes: [...state.notes, ...notes],
});

export const beginPark = (
  about: Pick<ParkState, "services" | "databases" | "untilMs" | "run">,
  phase: ParkPhase,
  nowMs: number,
): ParkState => ({
  ...about,
  phase,
  sinceMs: nowMs,
  givesUpAtMs: nowMs + watchSeconds[phase] * 1000,
  seconds: {},
  notes: [],
});

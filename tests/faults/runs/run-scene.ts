import type { RunAnswer } from "../../../functions/runbook/run-answer.ts";
import { type Fault, lateSeconds } from "../../../simulator/faults/fault.ts";
import { FaultyCalls } from "../../../simulator/faults/faulty-calls.ts";
import { FaultyDeliveries } from "../../../simulator/faults/faulty-deliveries.ts";
import { invoke } from "../../../simulator/faults/invocation.ts";
import type { RunWorld } from "../../runbooks/run-world.ts";
import { toldCodes } from "../estate/told-codes.ts";
import { faultCases } from "../fault-cases.ts";
import { differences, type Outcome } from "../outcome.ts";
import { healingSeconds, type Scene } from "../scene.ts";

export type RunSceneSpec<Built extends RunWorld = RunWorld> = {
  readonly runbook: string;
  /** Tells the scene from others of the same runbook. */
  readonly about?: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What else the request says. */
  readonly request?: Readonly<Record<string, unknown>>;
  /** Ready for the request. */
  readonly build: () => Promise<Built>;
  /** A second of everything but the function `runbook`; `deliver` is that. */
  readonly second: (world: Built, deliver: () => Promise<void>) => Promise<void>;
  /** Faults strike within these: until the run is over, or does only what it has done before. */
  readonly seconds: number;
  /** Somebody aborts the run so long after it was asked for. */
  readonly abortAfterSeconds?: number;
  /** What is to be the same in the end. */
  readonly look: (world: Built) => Promise<Outcome> | Outcome;
  /** A fault at this command may also end in one of these, as the runbook's page says, and in nothing else. */
  readonly asDocumented?: { readonly at: string; readonly ends: readonly Outcome[] };
};

const requestId = "faulted-0001";
/** Who got no answer asks again after so long, with the same request id. */
const askAgainSeconds = 30;

/** A confirmed run of a runbook, from its request to its end. */
export const runScene = <Built extends RunWorld>(spec: RunSceneSpec<Built>): Scene => {
  const start = async (fault: Fault | null) => {
    const world = await spec.build();
    const nowMs = (): number => world.world.nowMs;
    const calls = new FaultyCalls(world.cloud, nowMs, fault !== null && "atCall" in fault ? fault : null);
    const atDelivery = fault !== null && "atDelivery" in fault ? fault : null;
    const deliveries = new FaultyDeliveries([{ ...world.source, name: "runbook" }], nowMs, atDelivery);
    const live = async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second += 1) await spec.second(world, () => deliveries.deliver());
    };
    const ask = async (request: object): Promise<void> => {
      const attempt = (): Promise<RunAnswer | null> => invoke("runbook", () => world.invoke(request)).catch(() => null);
      if ((await attempt()) !== null) return;
      await live(askAgainSeconds);
      await attempt();
    };
    await ask({ runbook: spec.runbook, params: spec.params, confirm: true, requestId, ...spec.request });
    if (spec.abortAfterSeconds !== undefined) {
      await live(spec.abortAfterSeconds);
      await ask({ run: requestId, command: "abort" });
    }
    const outcome = async (): Promise<Outcome> => {
      const status = await world.invoke({ run: requestId, command: "status" });
      const run = status.kind === "run" ? [status.run.phase, status.run.refusal?.code ?? "no refusal"] : [status.kind];
      return { run, told: toldCodes(world.cloud), ...(await spec.look(world)) };
    };
    return { calls, deliveries, live, outcome };
  };
  return {
    name: ["runbook", spec.runbook, ...(spec.about === undefined ? [] : [spec.about])].join(" "),
    playSound: async () => {
      const { calls, deliveries, live, outcome } = await start(null);
      await live(spec.seconds);
      const cases = faultCases(calls.positions, deliveries.positions);
      await live(healingSeconds);
      return { outcome: await outcome(), cases };
    },
    playFault: async (fault, sound) => {
      const { calls, deliveries, live, outcome } = await start(fault);
      await live(spec.seconds + healingSeconds + (fault.kind === "hour-late" ? lateSeconds : 0));
      if ((calls.struckAtMs ?? deliveries.struckAtMs) === null) return { kind: "missed" };
      const seen = await outcome();
      const where = "atCall" in fault ? calls.positions[fault.atCall]?.name : undefined;
      const ends = where === spec.asDocumented?.at ? (spec.asDocumented?.ends ?? []) : [];
      if (ends.some((end) => differences(end, seen).length === 0)) return { kind: "played", differences: [] };
      return { kind: "played", differences: differences(sound, seen) };
    },
  };
};

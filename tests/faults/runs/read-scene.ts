import type { Fault } from "../../../simulator/faults/fault.ts";
import { FaultyCalls } from "../../../simulator/faults/faulty-calls.ts";
import { invoke } from "../../../simulator/faults/invocation.ts";
import { changesSince, type RunWorld } from "../../runbooks/run-world.ts";
import { faultCases } from "../fault-cases.ts";
import { differences, type Outcome } from "../outcome.ts";
import type { Scene } from "../scene.ts";

export type ReadSceneSpec = {
  readonly runbook: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly build: () => Promise<RunWorld>;
};

/** The report itself is kept in the history, and nothing else is written. */
const storesItself = "dynamodb TransactWriteItems";

/**
 * A runbook that only reads, asked twice in the same moment, with the fault in either answer, and then once more: that
 * answer is the same to the letter, and nothing was written.
 */
export const readScene = ({ runbook, params, build }: ReadSceneSpec): Scene => {
  const play = async (fault: Fault | null) => {
    const world = await build();
    const from = world.calls.length;
    const nowMs = (): number => world.world.nowMs;
    const calls = new FaultyCalls(world.cloud, nowMs, fault !== null && "atCall" in fault ? fault : null);
    const ask = (nth: number) => world.invoke({ runbook, params, confirm: true, requestId: `report-${nth}000` });
    for (const nth of [1, 2]) await invoke("runbook", () => ask(nth)).catch(() => null);
    const outcome = async (): Promise<Outcome> => {
      const { text } = await ask(3);
      const written = changesSince(world.calls, from).filter((name) => name !== storesItself);
      return { written, text: text.split("\n") };
    };
    return { calls, outcome };
  };
  return {
    name: `report ${runbook}`,
    playSound: async () => {
      const { calls, outcome } = await play(null);
      return { outcome: await outcome(), cases: faultCases(calls.positions, []) };
    },
    playFault: async (fault, sound) => {
      const { calls, outcome } = await play(fault);
      if (calls.struckAtMs === null) return { kind: "missed" };
      return { kind: "played", differences: differences(sound, await outcome()) };
    },
  };
};

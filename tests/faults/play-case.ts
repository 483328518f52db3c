import type { SceneCase } from "./choose-cases.ts";
import type { Outcome } from "./outcome.ts";
import { scenes } from "./scenes.ts";

export type CaseJob = { readonly scene: string; readonly one: SceneCase; readonly sound: Outcome };

export type CaseResult = {
  readonly one: SceneCase;
  /** Empty: as without the fault. */
  readonly differences: readonly string[];
};

/** Plays one fault in its scene. A fault that meets nothing, and a run that throws, are differences too. */
export const playCase = async ({ scene: name, one, sound }: CaseJob): Promise<CaseResult> => {
  const scene = scenes.find((candidate) => candidate.name === name)!;
  try {
    const played = await scene.playFault(one.fault, sound);
    return { one, differences: played.kind === "missed" ? ["the fault met nothing"] : played.differences };
  } catch (error) {
    return { one, differences: [`the run threw ${error instanceof Error ? error.stack : String(error)}`] };
  }
};

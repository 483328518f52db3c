import type { Command } from "commander";
import { completionModel } from "./completion-model.ts";
import { knownWords } from "./known-words.ts";
import { renderBash } from "./render-bash.ts";
import { type FixedWords, renderCases } from "./render-cases.ts";
import { renderFish } from "./render-fish.ts";
import { renderZsh } from "./render-zsh.ts";

/** The script for one shell, out of the program itself. */
export const completionScript = async (program: Command, shell: "bash" | "zsh" | "fish"): Promise<string> => {
  const [scenarios, controllers, codes] = await Promise.all([
    knownWords("scenarios"),
    knownWords("controllers"),
    knownWords("codes"),
  ]);
  const fixed: FixedWords = { scenarios, controllers, codes };
  const model = completionModel(program, "headgate");
  if (shell === "fish") return renderFish(model, fixed);
  const cases = renderCases(model, fixed);
  return shell === "bash" ? renderBash(cases) : renderZsh(cases);
};

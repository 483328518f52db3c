import { spawnSync } from "node:child_process";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { awsCommand, quoteArgument } from "../../shared/checklist/shell-command.ts";

/** Anything that an argument can hold, with what shells read something into more often than chance. */
const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom("'", '"', "\\", "$", "`", "\n", " ", "*", "~", "!", ";", "-", "#", "{", ",", "é"),
  }),
);
/** No argument holds NUL; what isn't UTF-8 (lone surrogates) is no text. */
const argument = nasty.map((text) => text.replaceAll("\u0000", "").toWellFormed());

/** The arguments that a real shell makes of a command's words. */
const wordsOf = (shell: string, words: string): readonly string[] => {
  const { stdout, stderr, status } = spawnSync(shell, ["-c", `printf '%s\\0' ${words}`], { encoding: "utf8" });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout.split("\0").slice(0, -1);
};

describe.each(["bash", "sh"])("%s", (shell) => {
  it("always gives every argument back", () => {
    void fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 40 }), (texts) => {
        expect(wordsOf(shell, texts.map(quoteArgument).join(" "))).toEqual(texts);
      }),
      { seed: 20_261_121, numRuns: 60 },
    );
  });

  it("always reads a command's options back, and never a name as an option", () => {
    void fc.assert(
      fc.property(argument, argument, (name, item) => {
        const command = awsCommand("logs put", { "log-group-name": name, days: 30, names: [item], yes: null });
        expect(wordsOf(shell, command)).toEqual([
          "aws",
          "logs",
          "put",
          `--log-group-name=${name}`,
          "--days=30",
          `--names=${JSON.stringify([item])}`,
          "--yes",
        ]);
      }),
      { seed: 20_261_121, numRuns: 60 },
    );
  });

  it("leaves a variable to the user's shell, as one word", () => {
    const words = awsCommand("x", { topic: { variable: "TOPIC_ARN" } });
    const { stdout } = spawnSync(shell, ["-c", `printf '%s|' ${words}`], {
      encoding: "utf8",
      env: { TOPIC_ARN: "a b" },
    });
    expect(stdout).toBe("aws|x|--topic=a b|");
  });
});

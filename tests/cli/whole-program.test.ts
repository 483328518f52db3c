import { describe, expect, it } from "@jest/globals";
import type { Command } from "commander";
import { buildProgram } from "../../cli/build-program.ts";
import { helpOf } from "../../cli/command-help.ts";

const program = buildProgram({ version: "0.0.0", description: "For the test." });

const withChildren = (command: Command, path: readonly string[]): readonly (readonly [string, Command])[] => [
  [path.join(" "), command],
  ...command.commands
    .filter((child) => child.name() !== "help")
    .flatMap((child) => withChildren(child, [...path, child.name()])),
];

const all = withChildren(program, ["headgate"]);

/** Commands without --json, and why. */
const withoutJson: Readonly<Record<string, string>> = {
  headgate: "lists the commands",
  "headgate nginx": "lists its commands",
  "headgate completion": "prints a script for a shell, or words one a line for one",
};

describe("every command of the program", () => {
  it.each(all.map(([path, command]) => ({ path, command })))(
    "$path says what it does, shows examples and its exit codes",
    ({ path, command }) => {
      expect(command.description()).toMatch(/^\S.*[.?]$/s);
      const help = helpOf(command);
      expect(help).toMatch(/\nExamples:\n {2}\$ npx headgate /);
      expect(help).toMatch(/\nExit codes: 0 /);
      // What a script has to tell apart from 0; not every command can fail, but each can be misused.
      expect(/\nExit codes: 0 [\s\S]*/.exec(help)?.[0]).toMatch(/\b2\s+\S/);
      // Wide enough for its own usage line, which names the command.
      expect(
        help.split("\n").filter((line) => line.length > 80 && !line.startsWith("Usage:") && !line.includes("$ npx")),
      ).toEqual([]);
      expect(path).toMatch(/^headgate/);
    },
  );

  it.each(all.map(([path, command]) => ({ path, command })))(
    "$path has --json, or a reason for having none",
    ({ path, command }) => {
      const hasJson = command.options.some(({ long }) => long === "--json");
      expect(hasJson ? "--json" : withoutJson[path]).toBeDefined();
      expect(hasJson && path in withoutJson).toBe(false);
    },
  );

  it("every command without --json that is excused is there", () => {
    expect(Object.keys(withoutJson).filter((path) => !all.some(([other]) => other === path))).toEqual([]);
  });

  it("every option and argument says what it is for", () => {
    for (const [path, command] of all) {
      for (const option of command.options) expect([path, option.long, option.description]).not.toContain("");
      for (const argument of command.registeredArguments)
        expect([path, argument.name(), argument.description]).not.toContain("");
    }
  });
});

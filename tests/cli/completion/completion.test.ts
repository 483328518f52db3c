import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { buildProgram } from "../../../cli/build-program.ts";
import { completionModel } from "../../../cli/completion/completion-model.ts";
import { renderCases } from "../../../cli/completion/render-cases.ts";
import { renderFish } from "../../../cli/completion/render-fish.ts";
import { configuration } from "../nginx-case.ts";

const bin = join(__dirname, "../../../cli/headgate.mjs");
const program = buildProgram({ version: "0.0.0", description: "For the test." });

let folder = "";
const env = (): NodeJS.ProcessEnv => ({
  PATH: [join(folder, "bin"), process.env["PATH"]].join(delimiter),
  HOME: folder,
  CI: "1",
});
const run = (command: string, ...args: readonly string[]) =>
  spawnSync(command, args, { cwd: folder, env: env(), encoding: "utf8" });

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "headgate-completion-")));
  writeFileSync(join(folder, "headgate.yml"), configuration);
  writeFileSync(join(folder, "my shop.yml"), "");
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/headgate"), `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
  chmodSync(join(folder, "bin/headgate"), 0o755);
  for (const shell of ["bash", "zsh", "fish"]) {
    const { status, stdout, stderr } = run("headgate", "completion", shell);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    writeFileSync(join(folder, `completion.${shell}`), stdout);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const isInstalled = (shell: string): boolean => spawnSync(shell, ["-c", "exit 0"]).status === 0;

type Row = {
  readonly when: string;
  /** What is typed; the cursor is after the last one. */
  readonly typed: readonly string[];
  /** All words that are offered, or some of them. */
  readonly all?: readonly string[];
  readonly some?: readonly string[];
};

const rows: readonly Row[] = [
  { when: "the beginning of a command", typed: ["val"], all: ["validate"] },
  { when: "commands, help among them", typed: [""], some: ["init", "doctor", "nginx", "release", "help"] },
  { when: "the commands of a group", typed: ["nginx", ""], all: ["adopt", "help", "render"] },
  { when: "options of a command", typed: ["release", "--d"], all: ["--dry-run"] },
  {
    when: "options of a command of a group, after others",
    typed: ["nginx", "render", "--check", "--re"],
    all: ["--region", "--resolve", "--resolver"],
  },
  { when: "choices of an option", typed: ["pool-fit", "--format", ""], all: ["json", "ssm", "table"] },
  { when: "choices of an argument", typed: ["completion", "z"], all: ["zsh"] },
  { when: "codes", typed: ["codes", "database-sat"], all: ["database-saturated"] },
  { when: "scenarios, and files beside them", typed: ["simulate", ""], some: ["incident-a-20-200", "headgate.yml"] },
  { when: "controllers", typed: ["simulate", "x.yml", "--controller", "headgate-g"], all: ["headgate-govern"] },
  {
    when: "a second controller",
    typed: ["simulate", "--controller", "static", "target-tracking-m"],
    all: ["target-tracking-measured"],
  },
  { when: "services of headgate.yml", typed: ["release", "--service", ""], all: ["order", "user"] },
  { when: "services with their beginning", typed: ["preflight", "--service", "u"], all: ["user"] },
  { when: "files for an argument", typed: ["validate", "head"], all: ["headgate.yml"] },
  { when: "files for an option, with a space in them", typed: ["preflight", "--config", "my"], all: ["my shop.yml"] },
  { when: "nothing for a value of one's own", typed: ["release", "--stage", ""], all: [] },
];

describe("completion in a real bash", () => {
  /** What bash would offer for a Tab there. */
  const offered = (typed: readonly string[]): readonly string[] => {
    const script = `source completion.bash
COMP_WORDS=("$@")
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_headgate
printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { status, stdout, stderr } = run("bash", "--norc", "-c", script, "bash", "headgate", ...typed);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return stdout
      .split("\n")
      .filter((word) => word !== "")
      .sort();
  };

  it.each(rows)("offers $when", ({ typed, all, some = [] }) => {
    const words = offered(typed);
    if (all !== undefined) expect(words).toEqual(all);
    for (const word of some) expect(words).toContain(word);
  });

  it("takes --option=value apart as bash does", () => {
    expect(offered(["pool-fit", "--format", "=", "j"])).toEqual(["json"]);
    expect(offered(["pool-fit", "--format", "="])).toEqual(["json", "ssm", "table"]);
  });

  it("is registered for the command by sourcing it", () => {
    const { stdout } = run("bash", "--norc", "-c", "source completion.bash; complete -p headgate");
    expect(stdout.trim()).toBe("complete -F _headgate headgate");
  });

  it("is quiet where there is no headgate.yml", () => {
    const { status, stdout, stderr } = spawnSync("headgate", ["completion", "--list", "services"], {
      cwd: tmpdir(),
      env: env(),
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

(isInstalled("zsh") ? describe : describe.skip)("completion in a real zsh", () => {
  it("is taken by zsh, and registered", () => {
    const script = "autoload -Uz compinit; compinit -u -D; source ./completion.zsh; print -r -- $_comps[headgate]";
    const { stdout, stderr } = run("zsh", "-f", "-c", script);
    expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: "_headgate", stderr: "" });
  });
});

(isInstalled("fish") ? describe : describe.skip)("completion in a real fish", () => {
  it.each(rows.filter(({ all }) => all !== undefined && all.length > 0))("offers $when", ({ typed, all }) => {
    const line = ["headgate", ...typed].join(" ");
    const { stdout } = run("fish", "--no-config", "-c", `source completion.fish; complete -C '${line}'`);
    const words = stdout.split("\n").map((one) => one.split("\t")[0] ?? "");
    for (const word of all ?? []) expect(words).toContain(word);
  });
});

describe("what the scripts are made of", () => {
  const model = completionModel(program, "headgate");
  const fixed = { scenarios: ["s"], controllers: ["c"], codes: ["k"] };

  it("has every command and every option of the program", () => {
    const cases = renderCases(model, fixed);
    const fish = renderFish(model, fixed);
    for (const { route, options } of model) {
      if (route !== "headgate") expect(cases).toContain(`"${route}"`);
      expect(fish).toContain(`'__headgate_at ${route}'`);
      for (const { flags } of options)
        for (const flag of flags.filter((one) => one.startsWith("--"))) {
          expect(cases).toContain(flag);
          expect(fish).toContain(`-l ${flag.slice(2)}`);
        }
    }
  });

  it("holds no character that a shell would take for its own", () => {
    const words = model.flatMap(({ route, options, argument }) => [
      route,
      ...options.flatMap(({ flags, value }) => [...flags, ...(value?.kind === "choices" ? value.words : [])]),
      ...(argument?.kind === "choices" ? argument.words : []),
    ]);
    expect(words.filter((word) => !/^[\w .-]+$/.test(word))).toEqual([]);
  });

  it("asks for the shell's name", () => {
    const { status, stderr } = run("headgate", "completion");
    expect({ status, stderr }).toEqual({ status: 2, stderr: "error: name your shell: bash, zsh or fish\n" });
  });
});

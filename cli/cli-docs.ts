import { readFileSync } from "node:fs";
import { buildProgram, type ProgramPackage } from "./build-program.ts";
import { cliPage } from "./cli-page.ts";
import { keepInStep } from "./keep-in-step.ts";

// docs/cli.md, from the program itself.
const packageText = readFileSync(new URL("../package.json", import.meta.url), "utf8");
keepInStep([cliPage(buildProgram(JSON.parse(packageText) as ProgramPackage))], "cli/cli-docs.ts");

import { readFileSync } from "node:fs";
import { buildProgram, type ProgramPackage } from "./build-program.ts";
import { runProgram } from "./run-program.ts";

const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");

await runProgram(buildProgram(JSON.parse(text) as ProgramPackage), process.argv);

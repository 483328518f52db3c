import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { RecordedCalls } from "../../stack/iam/recorded-calls.ts";

const root = join(import.meta.dirname ?? __dirname, "../..");
const folder = join(root, ".headgate/calls");
const wholeRunFile = join(folder, "whole-run");

/** One file per test file, so that a second run of one replaces its own part and no other. */
export const writeRecording = (testPath: string, record: (test: string) => RecordedCalls): void => {
  const test = relative(root, testPath);
  const { stacks, unknown } = record(test);
  const file = join(folder, `${test.replaceAll("/", "__")}.json`);
  if (stacks.length === 0 && unknown.length === 0) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify({ test, stacks, unknown }));
};

export const forgetRecordings = (): void => rmSync(folder, { recursive: true, force: true });

export const markWhole = (): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(wholeRunFile, "");
};

/** @returns with `whole`: whether every test file has run since the folder was emptied */
export const readRecordings = (): { readonly whole: boolean; readonly recordings: readonly RecordedCalls[] } => {
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(folder).sort();
  return {
    whole: names.includes("whole-run"),
    recordings: names
      .filter((name) => name.endsWith(".json"))
      .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as RecordedCalls),
  };
};

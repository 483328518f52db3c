import type { FuzzCounts, FuzzFailure } from "./fuzz-job.ts";
import type { FailureKind } from "./judge-input.ts";

/** What a run has seen of one target. */
export type TargetTally = {
  readonly name: string;
  readonly documentedCodes: number;
  inputs: number;
  accepted: number;
  rejected: number;
  seconds: number;
  readonly codes: Map<string, number>;
  readonly failed: Record<FailureKind, number>;
};

export const newTally = (name: string, documentedCodes: number): TargetTally => ({
  name,
  documentedCodes,
  inputs: 0,
  accepted: 0,
  rejected: 0,
  seconds: 0,
  codes: new Map(),
  failed: { crash: 0, broken: 0, uncoded: 0, hang: 0 },
});

export const addCounts = (tally: TargetTally, counts: FuzzCounts): void => {
  tally.accepted += counts.accepted;
  tally.rejected += counts.rejected;
  tally.seconds += counts.seconds;
  for (const [code, count] of Object.entries(counts.codes)) tally.codes.set(code, (tally.codes.get(code) ?? 0) + count);
};

export const addFailure = (tally: TargetTally, { kind }: Pick<FuzzFailure, "kind">): void => {
  tally.failed[kind] += 1;
};

/** Below this share of accepted inputs a generator makes garbage, and what lies behind the reader is never reached. */
const leastAcceptedRatio = 0.05;
/** Fewer tell nothing about shares. */
const leastInputs = 100;

/** What is wrong with the generator of a target, or `null`. */
export const doubtsAbout = ({ name, inputs, accepted, rejected }: TargetTally): string | null => {
  if (inputs < leastInputs) return null;
  if (accepted / inputs < leastAcceptedRatio)
    return `${name}: only ${percent(accepted / inputs)} of the inputs are accepted; the fuzzer makes garbage`;
  return rejected === 0 ? `${name}: nothing was rejected; the fuzzer breaks nothing` : null;
};

const percent = (ratio: number): string => `${(ratio * 100).toFixed(1)} %`;

/** The table of a run, one line per target and one for all. */
export const renderTally = (tallies: readonly TargetTally[]): string => {
  const sum = (of: (tally: TargetTally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  const all: TargetTally = {
    name: "all",
    documentedCodes: sum(({ documentedCodes }) => documentedCodes),
    inputs: sum(({ inputs }) => inputs),
    accepted: sum(({ accepted }) => accepted),
    rejected: sum(({ rejected }) => rejected),
    seconds: sum(({ seconds }) => seconds),
    codes: new Map(tallies.flatMap(({ name, codes }) => [...codes].map(([code, count]) => [`${name} ${code}`, count]))),
    failed: {
      crash: sum(({ failed }) => failed.crash),
      broken: sum(({ failed }) => failed.broken),
      uncoded: sum(({ failed }) => failed.uncoded),
      hang: sum(({ failed }) => failed.hang),
    },
  };
  const rows = [columns, ...[...tallies, all].map(cellsOf)];
  const widths = columns.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map((cells) =>
      cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  "),
    )
    .join("\n");
};

const columns = [
  "target",
  "inputs",
  "accepted",
  "rejected",
  "codes",
  "crashes",
  "broken",
  "uncoded",
  "hangs",
  "inputs/s",
];

const cellsOf = ({ name, inputs, accepted, rejected, codes, documentedCodes, failed, seconds }: TargetTally) => [
  name,
  String(inputs),
  `${accepted} (${percent(inputs === 0 ? 0 : accepted / inputs)})`,
  String(rejected),
  `${codes.size} of ${documentedCodes}`,
  String(failed.crash),
  String(failed.broken),
  String(failed.uncoded),
  String(failed.hang),
  seconds === 0 ? "-" : String(Math.round((accepted + rejected) / seconds)),
];

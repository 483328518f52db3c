import type {
  BenchController,
  BenchReport,
  BenchRow,
  BenchTable,
  BenchTableRow,
  BenchTarget,
  BenchWorld,
  ModeRow,
  Spread,
  SumAndMedian,
} from "../../simulator/bench/bench-report.ts";
import { controllerNames } from "../../simulator/controllers/controller-names.ts";

/** A made-up bench: the shape of a report, not a result. The default is small; sizes are tested with more worlds. */
export function sampleBench(
  over: Partial<BenchReport> = {},
  size: { readonly worlds: number; readonly controllers: number } = { worlds: 14, controllers: controllerNames.length },
): BenchReport {
  const controllers = controllerNames.slice(-size.controllers).map(sampleController);
  const worlds = Array.from({ length: size.worlds }, (_, i) => sampleBenchWorld(i));
  const rows = worlds.flatMap((world, w) =>
    controllers.map((controller, c) => sampleBenchRow(world, controller, w, c, controllers.length)),
  );
  const scored = worlds.filter(({ part }) => part === "scored");
  const tableOf = (binding: BenchTable["binding"]): BenchTable => {
    const ids = scored.filter((world) => world.binding.kind === binding).map(({ id }) => id);
    return {
      binding,
      figure: binding === "bound" ? "failedRatio" : "sloViolationMinutes",
      worlds: ids,
      rows: controllers.map(({ name }) =>
        sampleTableRow(
          name,
          rows.filter((row) => row.controller === name && ids.includes(row.world)),
        ),
      ),
    };
  };
  return {
    version: 1,
    madeAtMs: Date.UTC(2026, 10, 21, 12, 0),
    windows: "quick",
    seeds: [1, 2, 3],
    traces: { kind: "found", folder: "traces", files: ["wc98-bursts-8d.csv", "azure-llm-conv-1h-1s.csv"] },
    controllers,
    worlds,
    leftOut: [],
    rows,
    tables: [tableOf("bound"), tableOf("not-bound")],
    modes: controllers.flatMap(({ name }, i): ModeRow[] => [
      {
        controller: name,
        peaks: "apart",
        pools: "fixed",
        worlds: 2,
        failedRatio: { degrade: pair(0.01 * i), crash: pair(0.02 * i), wait: pair(0.005 * i) },
      },
    ]),
    targets: sampleTargets,
    ...over,
  };
}

const titles: Readonly<Partial<Record<BenchController["name"], string>>> = {
  static: "fixed count",
  "target-tracking": "AWS target tracking",
  "target-tracking-measured": "AWS target tracking, as AWS measured",
  "target-tracking-20s": "AWS target tracking, 20 s metrics",
  "target-tracking-capped": "AWS target tracking, hand-set cap",
  "target-tracking-20s-capped": "AWS target tracking, 20 s, hand-set cap",
  "step-scaling": "AWS step scaling",
  hpa: "Kubernetes HPA",
  "hpa-tuned": "Kubernetes HPA, tuned",
  keda: "KEDA",
  "keda-tuned": "KEDA, tuned",
  predictive: "AWS predictive scaling, approximated",
  "headgate-observe": "Headgate observe",
  "headgate-govern": "Headgate govern",
  "headgate-scale": "Headgate scale",
  "headgate-scale-20s-rate": "Headgate scale, 20 s request rate",
  clairvoyant: "clairvoyant lower bound",
};

export function sampleController(name: BenchController["name"]): BenchController {
  return {
    name,
    title: titles[name] ?? name,
    purpose: `Plays as ${titles[name] ?? name}, with its published settings.`,
    family: familyOf(name),
    inferences: name.startsWith("target") ? ["The step size is not published: ceil(running x metric / target)."] : [],
  };
}

function familyOf(name: BenchController["name"]): BenchController["family"] {
  if (name === "static") return "static";
  if (name === "clairvoyant") return "bound";
  if (name.startsWith("headgate")) return "headgate";
  if (name.startsWith("hpa") || name.startsWith("keda")) return "kubernetes";
  return name.endsWith("capped") ? "aws-capped" : "aws";
}

/** Every fourth is for tuning; every second is bound. */
export function sampleBenchWorld(index: number): BenchWorld {
  const bound = index % 2 === 0;
  const id = `recording-${index} x1 rise, ${bound ? "bound, peaks apart, fixed, crash" : "free, peaks apart, fixed"}`;
  return {
    id,
    title: id,
    remarks: ["recording x1, 6 h around its largest rise, from hour 12."],
    part: index % 4 === 3 ? "tuning" : "scored",
    binding: bound ? { kind: "bound", database: "orders", want: 440, wall: 400, by: "ideal" } : { kind: "not-bound" },
    seconds: 21_600,
    runs: 3,
    swept: false,
    source: {
      kind: "trace",
      file: "recording.csv",
      scale: 1,
      window: "rise",
      peaks: "apart",
      pools: "fixed",
      wall: bound ? "bound" : "free",
      withoutConnections: "crash",
    },
  };
}

/** Worse the earlier the controller is in the table, with something of the world in it; the last one, the bound, is best. */
function sampleBenchRow(
  world: BenchWorld,
  controller: BenchController,
  w: number,
  c: number,
  controllers: number,
): BenchRow {
  const luck = (((w + 1) * 0.7548777 + (c + 1) * 0.5698403) % 1) ** 2;
  const last = controller.family === "bound";
  const weight = last ? 0 : ((controllers - c) / controllers) ** 3;
  const failed = world.binding.kind === "bound" ? weight * luck * 0.6 : weight * luck * 0.002;
  const minutes = last ? 0.4 : 300 * weight * luck + 2 * luck;
  const hours = 40 + 6 * luck;
  return {
    world: world.id,
    controller: controller.name,
    failedRatio: around(failed),
    sloViolationMinutes: around(minutes),
    taskHours: around(hours),
    dollars: around(hours * 0.04),
    scoreDollars: around(hours * 0.04 + minutes * 0.2),
    peakConnectionsRatio: around(world.binding.kind === "bound" ? Math.min(1, 0.9 + 0.2 * luck) : 0.3),
    actions: around(Math.round(40 * luck)),
    collapsedRatio: failed > 0.3 ? 2 / 3 : 0,
    overCommittedSeconds: {
      controller: controller.family === "aws" ? Math.round(900 * luck) : 0,
      deployment: 0,
      start: 0,
      replacement: 0,
    },
    invariantBreaches: [],
    ratios: {
      toBestAws: { to: "target-tracking", ratio: { kind: "ratio", value: 2 * weight } },
      toHandSetCap: { to: "target-tracking-capped", ratio: { kind: "both-clear" } },
      toBound: { to: "clairvoyant", ratio: failed < 0.0001 ? { kind: "both-clear" } : { kind: "base-clear" } },
    },
  };
}

function sampleTableRow(controller: BenchController["name"], rows: readonly BenchRow[]): BenchTableRow {
  const of = (read: (row: BenchRow) => Spread): SumAndMedian => {
    const values = rows.map((row) => read(row).mean).sort((a, b) => a - b);
    return { sum: values.reduce((sum, value) => sum + value, 0), median: values[Math.floor(values.length / 2)] ?? 0 };
  };
  return {
    controller,
    failedRatio: of((row) => row.failedRatio),
    sloViolationMinutes: of((row) => row.sloViolationMinutes),
    taskHours: of((row) => row.taskHours),
    dollars: of((row) => row.dollars),
    scoreDollars: of((row) => row.scoreDollars),
    actions: of((row) => row.actions),
    peakConnectionsRatio: Math.max(0, ...rows.map((row) => row.peakConnectionsRatio.most)),
    overCommittedSeconds: {
      controller: rows.reduce((sum, row) => sum + row.overCommittedSeconds.controller, 0),
      deployment: 0,
      start: 0,
      replacement: 0,
    },
    ratios: {
      toBestAws: { ofSums: { kind: "ratio", value: 0.084 }, median: 0.05, noWorseIn: rows.length, worlds: rows.length },
      toHandSetCap: { ofSums: { kind: "ratio", value: 0.31 }, median: 0, noWorseIn: rows.length, worlds: rows.length },
      toBound: { ofSums: { kind: "base-clear" }, median: null, noWorseIn: 0, worlds: rows.length },
    },
  };
}

const sampleTargets: readonly BenchTarget[] = [
  {
    id: "bound-failed-median-aws",
    title: "Failed requests, median over the traces: at most 1/10 of the best AWS policy's",
    controller: "headgate-scale",
    unit: "ratio",
    figure: 0.05,
    limit: 0.1,
    verdict: "met",
    why: "Median of 4 worlds; the worst is recording-0 with 0.09.",
    perWorld: [
      { world: sampleBenchWorld(0).id, figure: 0.09 },
      { world: sampleBenchWorld(2).id, figure: null },
    ],
  },
  {
    id: "bound-failed-median-aws-rate",
    title: "Failed requests, median over the traces: at most 1/10 of the best AWS policy's",
    controller: "headgate-scale-20s-rate",
    unit: "ratio",
    figure: 0.02,
    limit: 0.1,
    verdict: "met",
    why: "Median of 4 worlds; the worst is recording-2 with 0.06.",
    perWorld: [],
  },
  {
    id: "not-bound-minutes",
    title: "No trace worse by more than 5 minutes a day",
    controller: "headgate-scale",
    unit: "minutes a day",
    figure: 11.25,
    limit: 5,
    verdict: "missed",
    why: "recording-5 rises by a factor of twelve within one minute; the 60 s loop sees it 80 s later.",
    perWorld: [],
  },
  {
    id: "own-writes",
    title: "No write of ours raises commitments above the budget",
    controller: "headgate-scale",
    unit: "writes",
    figure: 0,
    limit: 0,
    verdict: "met",
    why: "Of 1,204 writes none did.",
    perWorld: [],
  },
  {
    id: "incident-a-collapse",
    title: "Incident A: share of runs that collapse, at most 1/5 of the best AWS policy's",
    controller: "headgate-scale",
    unit: "ratio",
    figure: null,
    limit: 0.2,
    verdict: "not measured",
    why: "The incident was left out of this run.",
    perWorld: [],
  },
];

function around(mean: number): Spread {
  return { mean, least: mean * 0.85, most: mean * 1.2 };
}

function pair(ratio: number): SumAndMedian {
  return { sum: 2 * ratio, median: ratio };
}

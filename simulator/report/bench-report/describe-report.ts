import type { BenchReport } from "../../bench/bench-report.ts";

/** When and from what it was made, a sentence each. */
export function describeReport({
  madeAtMs,
  windows,
  seeds,
  traces,
  worlds,
  controllers,
}: BenchReport): readonly string[] {
  const madeAt = new Date(madeAtMs).toISOString().slice(0, 16).replace("T", " ");
  const part = windows === "quick" ? "parts of long traces" : "whole traces";
  const tuning = worlds.filter((world) => world.part === "tuning").length;
  const seedList = `${seeds.length === 1 ? "Seed" : "Seeds"} ${seeds.join(", ")}`;
  return [
    `Made at ${madeAt} UTC. ${controllers.length} controllers in ${worlds.length} worlds, of which ${tuning} are for tuning and not scored; ${part}. ${seedList}.`,
    traces.kind === "found" ? `Traces: ${traces.files.join(", ")}.` : `Without traces: ${traces.message}`,
  ];
}

// npm run bench:plan [-- --check]
//
// How long one plan takes: the sample of headgate.yml, and generated domains in which everybody wants to grow.
import { readFileSync } from "node:fs";
import { parseConfig } from "../shared/config/read-config.ts";
import { emptyMemory } from "../shared/plan/memory.ts";
import { type Plan, plan } from "../shared/plan/plan.ts";
import { noFacts, noPressure } from "../shared/plan/readings/database-reading.ts";
import type { Snapshot } from "../shared/plan/snapshot.ts";
import { type GeneratedDomain, generateDomain } from "./generated-domain.ts";

const limits = { sampleMs: 1, thousandMs: 50, growthRatio: 15 };

type Times = { readonly medianMs: number; readonly bestMs: number };

/** The median, and the fastest tenth, which a noisy machine and the garbage collector leave alone. */
const time = (run: () => unknown, rounds: number): Times => {
  for (let round = 0; round < Math.ceil(rounds / 5); round++) run();
  const times = Array.from({ length: rounds }, () => {
    const startedMs = performance.now();
    run();
    return performance.now() - startedMs;
  }).sort((a, b) => a - b);
  return { medianMs: times[Math.floor(rounds / 2)]!, bestMs: times[Math.floor(rounds / 10)]! };
};

/** A read of the sample in which every service is at 4 tasks and over its target. */
const sampleDomains = (): readonly (() => Plan)[] => {
  const reading = parseConfig(readFileSync("headgate.yml", "utf8"), "headgate.yml");
  if (reading.kind !== "ok") throw new Error("headgate.yml is refused: npx headgate validate says why");
  const { config } = reading;
  const { snapshot: template, nowMs } = generateDomain(2, 1);
  const tasks = template.services[0]!.tasks;
  const connections = template.databases[0]!.connections;
  return config.domains.map((domain) => {
    const services = config.services.filter((service) => domain.services.includes(service.name));
    const snapshot: Snapshot = {
      domain: domain.id,
      readAtMs: nowMs,
      services: services.map(({ name, signals }) => ({
        name,
        tasks,
        signals: signals.map(() => ({
          kind: "datapoint",
          value: 90,
          atMs: nowMs - 120_000,
          periodSeconds: 60,
          tasks: 4,
        })),
        scalableTarget: template.services[0]!.scalableTarget,
      })),
      databases: domain.databases.map((name) => ({
        name,
        facts: noFacts,
        connections,
        pressure: noPressure,
        proxies: [],
      })),
    };
    return () => plan(snapshot, emptyMemory, config, nowMs);
  });
};

const planGenerated = ({ config, snapshot, nowMs }: GeneratedDomain): Plan =>
  plan(snapshot, emptyMemory, config, nowMs);

const sample = sampleDomains();
const { medianMs: sampleMs } = time(() => sample.map((run) => run()), 300);
const hundred = generateDomain(100, 10);
const thousand = generateDomain(1000, 100);
// In turns, so that a noisy minute of the machine meets both.
const rounds = Array.from({ length: 7 }, () => ({
  hundred: time(() => planGenerated(hundred), 200),
  thousand: time(() => planGenerated(thousand), 40),
}));
const middleOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const hundredMs = middleOf(rounds.map((round) => round.hundred.medianMs));
const thousandMs = middleOf(rounds.map((round) => round.thousand.medianMs));
const growthRatio = middleOf(rounds.map((round) => round.thousand.bestMs / round.hundred.bestMs));
const planned = planGenerated(thousand);
const capped = planned.services.filter((service) => service.admission?.kind === "capped").length;

console.log(`sample, ${sample.length} domains      ${sampleMs.toFixed(3)} ms     at most ${limits.sampleMs} ms`);
console.log(`100 services, 10 dbs    ${hundredMs.toFixed(2)} ms`);
console.log(
  `1000 services, 100 dbs  ${thousandMs.toFixed(2)} ms     at most ${limits.thousandMs} ms (${planned.actions.length} writes, ${capped} capped)`,
);
console.log(`10 x the services       ${growthRatio.toFixed(1)} x the time  at most ${limits.growthRatio} x`);

const missed = sampleMs > limits.sampleMs || thousandMs > limits.thousandMs || growthRatio > limits.growthRatio;
if (missed && process.argv.includes("--check")) process.exitCode = 1;

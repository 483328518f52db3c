import type { GeneratedFile } from "../../shared/config/render-docs.ts";
import { renderReference } from "../../shared/config/render-reference.ts";
import { controllerNames } from "../controllers/controller-names.ts";
import { describeScenarioCodes } from "./scenario-problem-codes.ts";
import { scenarioSchema } from "./scenario-schema.ts";

/** A shipped scenario, as the page lists it. */
export type ShippedScenario = { readonly file: string; readonly title: string };

/** The smallest scenario that shows something; the page prints it, and a test runs it. */
export const minimalScenario = `version: 1
name: sale
services:
  web:
    traffic: { ramp: { requestsPerSecond: 100, amplitude: 3 } }
    cpuSecondsPerRequest: 0.02
    pool: { database: orders, connectionsPerTask: 20 }
databases:
  orders: { maxConnections: 200 }
`;

export function scenarioDocs(shipped: readonly ShippedScenario[]): readonly GeneratedFile[] {
  return [
    { path: "docs/scenario.schema.json", text: `${JSON.stringify(scenarioSchema, null, 2)}\n` },
    { path: "docs/scenarios.md", text: renderPage(shipped) },
  ];
}

function renderPage(shipped: readonly ShippedScenario[]): string {
  const files = shipped.map(({ file, title }) => `| [${file}](../scenarios/${file}) | ${title} |`).join("\n");
  const codes = describeScenarioCodes()
    .map(({ code, means }) => `| \`${code}\` | ${means} |`)
    .join("\n");
  return `<!-- Generated from simulator/scenario/scenario-form.ts by cli/scenario-docs.ts. Edit the form, not this page. -->

# Scenarios

A scenario is a rehearsal as a file: what runs, what arrives, what goes wrong, and what every controller is told. Anybody
can write one. This one asks what a sale that triples the traffic does to a service with 200 connections behind it:

\`\`\`yaml
${minimalScenario}\`\`\`

Everything else has a default, which each key below names. With this first line, editors that know YAML schemas complete
keys and mark mistakes while you type:

\`\`\`yaml
# yaml-language-server: $schema=../docs/scenario.schema.json
\`\`\`

## How it is read

- Unknown keys are refused, and so are calls in a circle, services with two sources of work, names that the file does not
  define, and times that are out of the run. All problems are told at once, each with its line and what to write instead.
- Seconds are counted from \`startAt\`. Rates are requests a second, shares are percents, and units are in the keys' names.
- \`defaults\` lies under each service. Groups (\`tasks\`, \`start\`, \`client\`, \`deployment\`) are merged key by key. Its \`pool\`
  holds for the services that have a pool of their own, if only \`pool: {}\`.
- A trace's path begins at the scenario file's folder. A gap, a text or a negative number in it is refused with the trace's
  own line.
- The same file with the same seed gives the same run. Services draw their arrivals in the order of the file.
- YAML 1.2: \`yes\` and \`on\` are text, anchors and aliases work, merge keys (\`<<\`) don't.

## What controllers are told

Everybody is told the same: \`tasks.min\`, \`tasks.max\`, \`tasks.targetPercent\`, and how many requests a task serves at that
target (vcpu x targetPercent / cpuSecondsPerRequest unless \`requestsPerTask\` says otherwise).

The **hand-set cap** is MaxCapacity as a careful team sets it: floor((usable - others') / connections per task / surge),
split by hand between the services that share the database. Here each gets the same share of its \`tasks.max\`, the largest
that fits, rounded down, and at least \`tasks.min\`. Usable is maxConnections - reservedConnections. Surge is
maximumPercent / 100 where the scenario has deployments, else 1. A pool behind a proxy takes no part. \`tasks.cap\` says it otherwise.

Controllers: ${controllerNames.map((name) => `\`${name}\``).join(", ")}. \`clairvoyant\` is the bound that the others are measured
with; it always plays.

## Sweeps

One run of a scenario that either escapes or collapses says little. \`sweep\` takes keys of the file and the values to try:

\`\`\`yaml
seeds: [1, 2]
sweep:
  - { path: services.web.traffic.ramp.rampSeconds, values: [180, 300, 420] }
  - { path: services.web.traffic.ramp.amplitude, values: [2.5, 3, 3.5] }
\`\`\`

makes every combination with every seed: 3 x 3 x 2 = 18 runs for each controller. What controllers are told must stay the
same over a sweep: write \`requestsPerTask\` and \`tasks.cap\` where a value would change them.

## Shipped scenarios

Each begins with what it shows and what of it is inferred.

| file | shows |
|---|---|
${files}

## Keys

${renderReference(scenarioSchema)}

## Problems

A file with problems is refused as a whole. Each problem has a code that stays the same between releases.

| code | means |
|---|---|
${codes}
`;
}

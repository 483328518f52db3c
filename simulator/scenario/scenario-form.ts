import * as z from "zod";
import { name, optional, required, whole } from "../../shared/config/schema-key.ts";
import { controllerNames } from "../controllers/controller-names.ts";
import { databaseForm, proxyForm, queueForm } from "./form-database.ts";
import { deploymentForm, faultForm } from "./form-events.ts";
import { amount, longestSeconds, positive, sentence } from "./form-key.ts";
import { serviceForm, sharedForm } from "./form-service.ts";
import { defaultPrices } from "./scenario.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";

const scenarioName = z
  .string()
  .max(80)
  .regex(
    /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
    "a scenario's name is 1 to 80 lower-case letters and digits with single hyphens",
  );

const metricsForm = z.strictObject({
  delaySeconds60: optional(whole(0, 3_600), "From the end of a 60 s period until its datapoint can be read.", {
    default: 60,
  }),
  delaySeconds20: optional(whole(0, 3_600), "Of 20 s periods.", { default: 10 }),
  databaseDelaySeconds: optional(whole(0, 3_600), "Of RDS metrics, which arrive 2 to 3 minutes late.", {
    default: 150,
  }),
});

const latencyForm = z.strictObject({
  thresholdSeconds: required(positive(900), "A step up while a service's response time is above this.", {
    examples: [2],
  }),
  windowSeconds: optional(whole(60, 3_600), "For this long.", { default: scenarioDefaults.latencyWindowSeconds }),
});

export const headgateForm = z.strictObject({
  surge: optional(
    z.enum(["borrow", "reserve"]),
    "As in headgate.yml: whether a deployment's extra tasks borrow what is free, or have their part kept free all the time.",
    { default: scenarioDefaults.surge },
  ),
  admission: optional(
    z.enum(["worst", "measured"]),
    "As in headgate.yml: whether a task counts with all that its pool can hold, or with what is measured.",
    { default: scenarioDefaults.admission },
  ),
  marginConnections: optional(
    whole(0, 100_000),
    "Withheld of each database's limit. Headgate's own default unless given: 5 % of the limit, 3 at least.",
    { examples: [10] },
  ),
  limits: optional(
    z.enum(["known", "unknown"]),
    "`unknown`: nobody has told Headgate the databases' limits, and they can't be read.",
    { default: scenarioDefaults.limits },
  ),
  priorities: optional(z.record(name, whole(0, 100)), "By service; smaller is served first. 0 unless given.", {
    examples: [{ web: 1, reports: 9 }],
  }),
  unnamed: optional(
    z.array(name),
    "Services that headgate.yml doesn't name, as a job that somebody runs beside it: Headgate leaves them alone, and measures what they hold.",
    { default: [], examples: [["reports"]] },
  ),
  latency: optional(latencyForm, "A signal on the response time. None unless given.", {
    examples: [{ thresholdSeconds: 2, windowSeconds: 300 }],
  }),
});

const sweepValue = z.union([amount(-1e9, 1e9), z.string().max(200), z.boolean()]);

export const sweepForm = z.strictObject({
  path: required(
    z.string().min(1).max(300),
    "The key that is changed, as in this file's own structure. Items of lists are numbered from 0, as in services.web.traffic.steps.0.requestsPerSecond.",
    { examples: ["services.web.traffic.ramp.rampSeconds"] },
  ),
  values: required(z.array(sweepValue).min(1), "What it is changed to, one after the other.", {
    examples: [[180, 300, 420]],
  }),
});

const pricesForm = z.strictObject({
  taskHourDollars: optional(amount(0, 1_000), "What a task costs per hour.", {
    default: defaultPrices.taskHourDollars,
  }),
  violationMinuteDollars: optional(amount(0, 100_000), "What a minute with a violated objective is taken to cost.", {
    default: defaultPrices.violationMinuteDollars,
  }),
});

const sloForm = z.strictObject({
  seconds: optional(
    positive(900),
    "A second violates the objective when more than 1 % of the requests fail or p99 is above this. A service may have its own sloSeconds.",
    { default: scenarioDefaults.sloSeconds },
  ),
});

export const scenarioForm = z.strictObject({
  version: required(z.literal(1), "Version of this form.", { examples: [1] }),
  name: required(scenarioName, "Names the scenario in reports and in JSON.", { examples: ["flash-sale"] }),
  title: optional(sentence, "One line for people. The name unless given.", { examples: ["A flash sale at noon"] }),
  remarks: optional(
    z.array(sentence),
    "What happened or what is asked, and what was inferred; a sentence each. Reports print them.",
    { examples: [["Made up."]] },
  ),
  durationSeconds: optional(
    whole(60, longestSeconds),
    "How long the run is. As long as the longest trace unless given, or an hour where there is none.",
    { examples: [3_300] },
  ),
  startAt: optional(
    z.string().max(40),
    "When the run begins, as ISO 8601 with Z or an offset; a whole minute, because CloudWatch's periods begin there.",
    { default: scenarioDefaults.startAt },
  ),
  timelineSeconds: optional(whole(1, 3_600), "Seconds per point of the charts; doubled when there are too many.", {
    default: scenarioDefaults.timelineSeconds,
  }),
  metrics: optional(metricsForm, "When CloudWatch's datapoints can be read.", { examples: [{ delaySeconds60: 60 }] }),
  slo: optional(sloForm, "The objective.", { examples: [{ seconds: 0.5 }] }),
  defaults: optional(
    sharedForm,
    "Lies under each service. Groups (tasks, start, client, deployment, pool) are merged key by key.",
    { examples: [{ drainSeconds: 30 }] },
  ),
  services: required(z.record(name, serviceForm), "By name. At least one.", {
    examples: [{ web: { cpuSecondsPerRequest: 0.02, traffic: { requestsPerSecond: 120 } } }],
  }),
  databases: optional(z.record(name, databaseForm), "By name.", { examples: [{ orders: { maxConnections: 200 } }] }),
  proxies: optional(z.record(name, proxyForm), "RDS Proxies, by name.", {
    examples: [{ "orders-proxy": { database: "orders", maxConnections: 100 } }],
  }),
  queues: optional(z.record(name, queueForm), "Message queues, by name.", {
    examples: [{ receipts: { consumer: "notification", producer: { service: "payment" } } }],
  }),
  faults: optional(z.array(faultForm), "What goes wrong from outside, whatever a controller does.", {
    examples: [[{ kind: "zone-loss", fromSecond: 1_200, untilSecond: 1_800, percent: 33 }]],
  }),
  deployments: optional(z.array(deploymentForm), "Deployments that somebody starts, whatever a controller does.", {
    examples: [[{ service: "web", atSecond: 900 }]],
  }),
  headgate: optional(headgateForm, "What Headgate is told beside what the scenario says itself.", {
    examples: [{ surge: "reserve" }],
  }),
  controllers: optional(z.array(z.enum(controllerNames)).min(1), "Who plays. All of them unless given.", {
    examples: [["target-tracking", "headgate-scale"]],
  }),
  seeds: optional(z.array(whole(1, 1_000_000)).min(1), "Each is a run of its own: other arrivals, the same rules.", {
    default: [scenarioDefaults.seed],
    examples: [[1, 2, 3]],
  }),
  sweep: optional(
    z.array(sweepForm).min(1),
    "Further worlds of the same scenario: every combination of the values, with every seed. A controller is scored over all of them.",
    { examples: [[{ path: "services.web.traffic.ramp.amplitude", values: [2, 3] }]] },
  ),
  prices: optional(pricesForm, "What the score weighs.", { examples: [{ taskHourDollars: 0.04 }] }),
});

export type ScenarioForm = z.infer<typeof scenarioForm>;
export type HeadgateForm = z.infer<typeof headgateForm>;

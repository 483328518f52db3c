import * as z from "zod";
import { optional, required, whole } from "../../shared/config/schema-key.ts";
import { amount, positive, requestRate, second } from "./form-key.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";

const rampForm = z.strictObject({
  requestsPerSecond: required(requestRate, "Before the rise.", { examples: [100] }),
  riseAtSecond: optional(second, "When the rise begins.", { default: scenarioDefaults.riseAtSecond }),
  rampSeconds: optional(whole(0, 86_400), "How long the rise takes; it is even.", {
    default: scenarioDefaults.rampSeconds,
  }),
  amplitude: optional(
    amount(0, 1_000),
    "Requests after the rise as a multiple of those before it. They stay there to the end.",
    { default: scenarioDefaults.amplitude },
  ),
});

const stepForm = z.strictObject({
  atSecond: required(second, "When the rate begins to hold.", { examples: [600] }),
  requestsPerSecond: required(requestRate, "From then on.", { examples: [240] }),
});

const traceForm = z.strictObject({
  file: required(
    z.string().min(1).max(1_000),
    "A recording as CSV, with the columns `minute_offset` or `second_offset`, and `requests`. The path is relative to the scenario file's folder.",
    { examples: ["../traces/monday.csv"] },
  ),
  scale: optional(positive(1_000_000), "Each slot's requests are multiplied by this.", { default: 1, examples: [50] }),
  peakRequestsPerSecond: optional(
    positive(1_000_000),
    "In place of scale: the factor is the one that lifts the busiest minute to this rate.",
    { examples: [400] },
  ),
  offsetSeconds: optional(
    whole(0, 31_536_000),
    "How far into the recording second 0 is. With it the recording starts over at its end; without it there is silence after its last slot.",
    { examples: [3_600] },
  ),
  smoothingSeconds: optional(
    whole(1, 86_400),
    "Slots are averaged over this long before they are scaled, so that the noise of counting small numbers isn't scaled with them. Not smoothed unless given.",
    { examples: [300] },
  ),
});

const userChangeForm = z.strictObject({
  atSecond: required(second, "When the number changes.", { examples: [600] }),
  users: required(whole(0, 10_000_000), "From then on.", { examples: [10_000] }),
});

const usersForm = z.strictObject({
  users: required(whole(0, 10_000_000), "At second 0.", { examples: [10_000] }),
  thinkSeconds: required(amount(1, 86_400), "Between an answer and the user's next request.", { examples: [10] }),
  changes: optional(z.array(userChangeForm).min(1), "Later numbers of users, in the order of time.", {
    examples: [[{ atSecond: 600, users: 20_000 }]],
  }),
});

const dayForm = z.strictObject({
  meanRequestsPerSecond: required(requestRate, "Averaged over the day.", { examples: [166] }),
});

/** Exactly one of its keys; which, is checked apart, so that the problem can say it in words. */
export const trafficForm = z.strictObject({
  requestsPerSecond: optional(requestRate, "The same rate all the time.", { examples: [120] }),
  ramp: optional(rampForm, "A steady rate that rises once and stays.", {
    examples: [{ requestsPerSecond: 100, amplitude: 3 }],
  }),
  steps: optional(
    z.array(stepForm).min(1),
    "Rates by time. Before the first one there are no requests; the last one stays.",
    {
      examples: [
        [
          { atSecond: 0, requestsPerSecond: 60 },
          { atSecond: 600, requestsPerSecond: 120 },
        ],
      ],
    },
  ),
  perSecond: optional(z.array(requestRate).min(1), "A rate for each second; the last one stays.", {
    examples: [[10, 12, 15]],
  }),
  day: optional(
    dayForm,
    "A made-up day: quiet at night, with peaks at noon and in the evening (UTC), repeated each day.",
    { examples: [{ meanRequestsPerSecond: 166 }] },
  ),
  trace: optional(traceForm, "A recording.", { examples: [{ file: "monday.csv", scale: 2 }] }),
  users: optional(
    usersForm,
    "Closed load: so many users, each of which sends a request, waits for its answer, thinks and sends the next one.",
    { examples: [{ users: 10_000, thinkSeconds: 10 }] },
  ),
});

export type TrafficForm = z.infer<typeof trafficForm>;

export const trafficKinds = ["requestsPerSecond", "ramp", "steps", "perSecond", "day", "trace", "users"] as const;

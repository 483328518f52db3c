import { type DomainNow, domainOf, planDomainNow, readDomainNow } from "../../aws/domain-now.ts";
import { postIntent } from "../../aws/post-intent.ts";
import type { Config } from "../../config/config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { describeUnlock } from "../../notices/describe-unlock.ts";
import type { CountIntent } from "../../plan/intents/intent.ts";
import type { Plan } from "../../plan/plan.ts";
import { domainReads } from "../domain-reads.ts";
import { duration, flag, optional, secondsOf, serviceName, whole } from "../parameter.ts";
import { type Refusal, refuseWith } from "../refusal.ts";
import { defineRunbook } from "../runbook.ts";
import { report, type Step } from "../step.ts";

type Params = {
  readonly service: string;
  readonly to: number;
  readonly for?: string | undefined;
  readonly force?: boolean | undefined;
};

/** Posted, and waiting for the tasks to be there. */
type State = { readonly intent: CountIntent; readonly givesUpAtMs: number };

const refusals = {
  "past-budget": {
    means: "The databases or services behind the service don't carry so many tasks.",
    remedy:
      "Ask for as many as fit, take an unlock option from the message, or have it approved past the budget with force: true.",
  },
  "outside-bounds": {
    means: "The count is outside of the minimum and maximum that headgate.yml gives the service.",
    remedy: "Ask for a count within the bounds, change tasks.min or tasks.max, or use the runbook park for 0.",
  },
  "not-scaled-by-headgate": {
    means: "The service's mode gives Headgate no right to its count.",
    remedy:
      "Set mode: scale in headgate.yml and deploy; or set the count with ECS, or with its scaling target's bounds.",
  },
  "cannot-decide": {
    means: "What is needed to decide can't be read now, so nothing is promised.",
    remedy: "See the reason in the message; try again when it can be read.",
    mayPass: true,
  },
} as const;

const defaultFor = "60m";
/** Long enough for the pace of a scale-in of a large service. */
const watchSeconds = 1800;
const lookSeconds = 20;
/** From one task to the most that a runbook may ask for. */
const unlimitedPercent = 1_000_000;

export const scale = defineRunbook<Params, DomainNow, State, CountIntent>({
  name: "scale",
  purpose: "Sets a service's number of tasks, as far as the databases behind it can take",
  about:
    "Holds the service at exactly this many tasks until the time is over; then its signals decide again. The count goes through the same plan as everything else: pace, deployments and the budgets behind the service hold, and what doesn't fit is refused with what would unlock it. With `force` a second person approves a count past the budget. To end it earlier, run `resume`.",
  effect: "headgate",
  parameters: {
    service: serviceName("The service, by its name in headgate.yml."),
    to: whole(1, 10_000, "The number of tasks, within the service's bounds."),
    for: optional(duration(`How long it is held there, such as 90m or 8h. ${defaultFor} unless given.`)),
    force: flag("Also past the budget. Needs another person's approval, always."),
  },
  example: { service: "order", to: 6, for: "90m" },
  refusals,
  grants: domainReads,
  alwaysApproved: ({ force }) => force === true,
  check: ({ service: name, to }, config) => {
    const service = config.services.find((one) => one.name === name)!;
    return refuseMode(service) ?? refuseBounds(service, to);
  },
  read: ({ service }, _state, tools) => readDomainNow(domainOf(tools.config, service).id, tools),

  plan: ({ params, state, reading, config, nowMs, run }): Step<State, CountIntent> => {
    if (state !== null) return watch(params, state, planDomainNow(reading, config, nowMs), nowMs);
    const intent: CountIntent = {
      kind: "count",
      service: params.service,
      tasks: params.to,
      sinceMs: nowMs,
      untilMs: nowMs + secondsOf(params.for ?? defaultFor) * 1000,
      forced: params.force === true,
      run: run.id,
      by: run.requestedBy,
    };
    // Pace takes several looks to get there; whether it gets there is asked without it.
    const planned = planDomainNow(reading, unpaced(config, params.service), nowMs, intent);
    const refusal = refuseCount(params, planned);
    if (refusal !== null) return { kind: "refused", refusal };
    const desired = planned.services.find(({ name }) => name === params.service)!.counts!.desired;
    const until = new Date(intent.untilMs).toISOString();
    return {
      kind: "act",
      state: { intent, givesUpAtMs: nowMs + watchSeconds * 1000 },
      changes: [
        { about: params.service, what: "desired count", from: desired, to: params.to },
        { about: params.service, what: "held there until", from: null, to: until },
      ],
      actions: [intent],
      next: { inSeconds: lookSeconds },
      report: null,
    };
  },

  apply: async (intent, tools) => {
    await postIntent(intent, tools);
    return `${intent.service}: asked for ${intent.tasks} tasks until ${new Date(intent.untilMs).toISOString()}`;
  },
});

const refuseMode = ({ name, mode }: ServiceConfig): Refusal | null =>
  mode === "scale"
    ? null
    : refuseWith(refusals, "not-scaled-by-headgate", `${name} is in mode ${mode}`, {}, "params.service");

const refuseBounds = ({ name, minTasks, maxTasks }: ServiceConfig, to: number): Refusal | null =>
  to >= minTasks && to <= maxTasks
    ? null
    : refuseWith(
        refusals,
        "outside-bounds",
        `${name} has ${minTasks} to ${maxTasks} tasks, not ${to}`,
        { minTasks, maxTasks, toTasks: to },
        "params.to",
      );

/** Does the plan, with the intent in it, let the service get there? */
const refuseCount = ({ service, to, force }: Params, planned: Plan): Refusal | null => {
  const own = planned.services.find(({ name }) => name === service)!;
  const findings = planned.findings.filter((finding) => finding.service === service);
  if (own.counts === null || own.want.kind !== "wants") {
    const because = findings.map(({ code, detail }) => `${code} ${detail}`.trim()).join("; ");
    return refuseWith(refusals, "cannot-decide", `${service}: ${because || own.want.kind}`);
  }
  const granted = own.targetTasks ?? own.counts.desired;
  if (force === true || granted >= to || to <= own.counts.desired) return null;
  const cap = findings.find(({ unlocks }) => unlocks.length > 0) ?? findings[0];
  const unlocks = (cap?.unlocks ?? []).map(describeUnlock);
  const why = cap === undefined ? "" : ` (${cap.code}${cap.database === null ? "" : ` of ${cap.database}`})`;
  const options = unlocks.length === 0 ? "" : `; what would unlock more: ${unlocks.join("; ")}`;
  const numbers = { toTasks: to, grantedTasks: granted, desiredTasks: own.counts.desired };
  return refuseWith(
    refusals,
    "past-budget",
    `${service} gets ${granted} of ${to} tasks${why}${options}`,
    numbers,
    "params.to",
  );
};

const unpaced = (config: Config, name: string): Config => ({
  ...config,
  services: config.services.map((service) =>
    service.name === name ? { ...service, pace: { ...service.pace, upPercent: unlimitedPercent } } : service,
  ),
});

const watch = ({ service, to }: Params, state: State, planned: Plan, nowMs: number): Step<State, CountIntent> => {
  const own = planned.services.find(({ name }) => name === service)!;
  const { counts } = own;
  if (counts === null) return { kind: "wait", state, inSeconds: lookSeconds, says: `${service} can't be read` };
  const { desired, running } = counts;
  const where = `${service}: desired ${desired}, running ${running} of ${to}`;
  if (desired === to && running === to) return { kind: "done", report: report(`${where}.`, { desired, running }) };
  if (nowMs < state.givesUpAtMs) return { kind: "wait", state, inSeconds: lookSeconds, says: where };
  const codes = planned.findings.filter((finding) => finding.service === service).map(({ code }) => code);
  return {
    kind: "done",
    report: report(`${where}; not there after ${watchSeconds / 60} min: ${codes.join(", ")}.`, {
      desired,
      running,
      codes,
    }),
  };
};

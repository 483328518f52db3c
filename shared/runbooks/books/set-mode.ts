import { type DomainNow, domainOf, readDomainNow } from "../../aws/domain-now.ts";
import { changeDomainIntents } from "../../aws/post-intent.ts";
import type { Config } from "../../config/config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { intentFor, type ModeIntent, withIntent } from "../../plan/intents/intent.ts";
import { domainReads } from "../domain-reads.ts";
import { standingWrites } from "../mode/standing-writes.ts";
import { choice, duration, optional, secondsOf, serviceName } from "../parameter.ts";
import { describeEnd, describeInForce } from "../pause/in-force.ts";
import { type Refusal, refuse, refuseWith } from "../refusal.ts";
import { runCommand } from "../run-command.ts";
import { defineRunbook, type PlanInput } from "../runbook.ts";
import { report, type Step } from "../step.ts";

const modes = ["observe", "govern", "scale"] as const;

type Params = {
  readonly service: string;
  readonly to: (typeof modes)[number];
  readonly for?: string | undefined;
};

type Action =
  | { readonly kind: "lower"; readonly intent: ModeIntent }
  | { readonly kind: "give-back"; readonly intent: ModeIntent };

const refusals = {
  "needs-deployment": {
    means:
      "The mode is neither observe nor the one in headgate.yml. The function's role was made for the mode in headgate.yml, and has no right to what another one writes.",
    remedy: "Change mode of the service in headgate.yml and deploy.",
  },
} as const;

export const setMode = defineRunbook<Params, DomainNow, null, Action>({
  name: "set-mode",
  purpose: "Lowers a service's mode to observe, or gives back the mode of headgate.yml",
  about:
    "In `observe` Headgate goes on planning the service and tells what it would do, but writes nothing for it. A mode is only ever lowered to `observe`: the role of the function was made for headgate.yml's mode, so everything else takes a change of headgate.yml and a deployment. The mode of headgate.yml as `to` takes the lowering back. Records go on by their own policy. What Headgate has written before, such as MaxCapacity and suspensions of Application Auto Scaling, stays as it is; the report names it with the command that puts it back.",
  effect: "headgate",
  parameters: {
    service: serviceName("The service, by its name in headgate.yml."),
    to: choice(modes, "observe, or the mode in headgate.yml to give it back."),
    for: optional(duration("How long the mode is lowered, such as 90m or 8h. Until it is given back unless given.")),
  },
  example: { service: "order", to: "observe" },
  refusals,
  grants: domainReads,
  check: (params, config) => refuseMode(params, serviceOf(config, params.service)),
  read: ({ service }, _state, tools) => readDomainNow(domainOf(tools.config, service).id, tools),
  plan: (input) =>
    input.params.to === serviceOf(input.config, input.params.service).mode ? giveBack(input) : lower(input),

  apply: async ({ kind, intent }, tools) => {
    const { service, mode, untilMs } = intent;
    const { id } = domainOf(tools.config, service);
    if (kind === "lower") {
      await changeDomainIntents(id, (intents) => withIntent(intents, intent), tools);
      return `${service}: mode ${mode} ${describeEnd(untilMs)}, domain ${id} woken`;
    }
    // Of another run it is somebody's newer word.
    const isIt = (one: { readonly kind: string; readonly service: string; readonly run: string }): boolean =>
      one.kind === "mode" && one.service === service && one.run === intent.run;
    await changeDomainIntents(id, (intents) => intents.filter((one) => !isIt(one)), tools);
    return `${service}: mode of headgate.yml given back, domain ${id} woken`;
  },
});

type Input = PlanInput<Params, DomainNow, null>;

const serviceOf = ({ services }: Config, name: string): ServiceConfig => services.find((one) => one.name === name)!;

const refuseMode = ({ service, to, for: time }: Params, { mode }: ServiceConfig): Refusal | null => {
  if (to === mode) {
    return time === undefined
      ? null
      : refuse(
          "bad-input",
          `params.for has no meaning where ${service} gets headgate.yml's mode ${mode} back`,
          "params.for",
        );
  }
  if (to === "observe") return null;
  const message = `headgate.yml has mode ${mode} for ${service}; a runbook lowers it to observe alone, not to ${to}`;
  return refuseWith(refusals, "needs-deployment", message, {}, "params.to");
};

const lower = ({ params, reading, config, nowMs, run }: Input): Step<null, Action> => {
  const service = serviceOf(config, params.service);
  const { name, mode } = service;
  const untilMs = params.for === undefined ? null : nowMs + secondsOf(params.for) * 1000;
  const posted = { sinceMs: nowMs, untilMs, run: run.id, by: run.requestedBy };
  const intent: ModeIntent = { kind: "mode", service: name, mode: "observe", ...posted };
  const before = intentFor(reading.intents, "mode", name, nowMs);
  const standing = standingWrites(service, reading);
  const lines = [
    `${name}: mode observe instead of ${mode}, ${describeEnd(untilMs)}.`,
    ...standing,
    `To give it back: ${runCommand("set-mode", { service: name, to: mode })}`,
  ];
  return {
    kind: "act",
    state: null,
    changes: [
      { about: name, what: "mode", from: before?.mode ?? mode, to: intent.mode },
      { about: name, what: "mode lowered", from: before && describeEnd(before.untilMs), to: describeEnd(untilMs) },
    ],
    actions: [{ kind: "lower", intent }],
    next: null,
    report: report(lines.join("\n"), { service: name, mode: "observe", untilMs, standing }),
  };
};

const giveBack = ({ params, reading, config, nowMs }: Input): Step<null, Action> => {
  const { name, mode } = serviceOf(config, params.service);
  const intent = intentFor(reading.intents, "mode", name, nowMs);
  if (intent === null)
    return {
      kind: "done",
      report: report(`${name}: mode ${mode}, as in headgate.yml; nothing to give back.`, { mode }),
    };
  return {
    kind: "act",
    state: null,
    changes: [{ about: name, what: "mode", from: intent.mode, to: mode }],
    actions: [{ kind: "give-back", intent }],
    next: null,
    report: report(`${name}: mode ${mode} again, as in headgate.yml. Ended: ${describeInForce(intent)}`, { mode }),
  };
};

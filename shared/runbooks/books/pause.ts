import { type IntentsNow, readIntentsNow } from "../../aws/intents-now.ts";
import { putPause } from "../../aws/pause-table.ts";
import { changeDomainIntents } from "../../aws/post-intent.ts";
import { intentFor, type PauseIntent, withIntent } from "../../plan/intents/intent.ts";
import { isPaused, type Pause } from "../../state/pause.ts";
import { duration, optional, secondsOf } from "../parameter.ts";
import { describeEnd } from "../pause/in-force.ts";
import { refuseTarget, type TargetParams, targetDomains, targetParameters } from "../pause/target.ts";
import { runCommand } from "../run-command.ts";
import { defineRunbook, type PlanInput } from "../runbook.ts";
import { report, type Step } from "../step.ts";

type Params = TargetParams & { readonly for?: string | undefined };

type Action =
  | { readonly kind: "switch-off"; readonly pause: Pause }
  | { readonly kind: "post"; readonly domain: string; readonly intents: readonly PauseIntent[] };

export const pause = defineRunbook<Params, IntentsNow, null, Action>({
  name: "pause",
  purpose: "Stops Headgate from changing a service, a domain, or everything",
  about:
    "A paused service keeps the tasks that it has: Headgate goes on counting their connections, and writes nothing about it. With `domain` all services that are decided together are paused. `all: true` is the kill switch: every function reads it first and then does nothing at all, records and notices included. A pause ends with its time, or by the runbook `resume`. ECS goes on replacing tasks, and Application Auto Scaling of a governed service goes on under the ceiling that it has. It waits for no other run: a kill switch must not be refused because somebody else's run is stuck.",
  effect: "headgate",
  parameters: {
    ...targetParameters("paused"),
    for: optional(duration("How long, such as 90m or 8h. Until somebody resumes unless given.")),
  },
  example: { service: "order", for: "90m" },
  refusals: {},
  grants: [],
  check: (params) => refuseTarget(params),
  read: (params, _state, tools) =>
    readIntentsNow(params.all === true ? [] : targetDomains(params, tools.config).map(({ domain }) => domain), tools),
  plan: (input) => (input.params.all === true ? pauseAll(input) : pauseServices(input)),

  apply: async (action, tools) => {
    if (action.kind === "switch-off") {
      await putPause(tools.clients.dynamoDb, tools.stack.tableName, action.pause);
      return `everything is paused ${describeEnd(action.pause.untilMs)}`;
    }
    const { domain, intents } = action;
    await changeDomainIntents(domain, (before) => intents.reduce(withIntent, before), tools);
    const names = intents.map(({ service }) => service).join(", ");
    return `${names} paused ${describeEnd(intents[0]?.untilMs ?? null)}, domain ${domain} woken`;
  },
});

type Input = PlanInput<Params, IntentsNow, null>;

const endOf = ({ params, nowMs }: Input): number | null =>
  params.for === undefined ? null : nowMs + secondsOf(params.for) * 1000;

const pauseAll = (input: Input): Step<null, Action> => {
  const { reading, nowMs, run } = input;
  const untilMs = endOf(input);
  const before = isPaused(reading.pause, nowMs) ? reading.pause : null;
  const change = { what: "paused", from: before === null ? null : describeEnd(before.untilMs) };
  return {
    kind: "act",
    state: null,
    changes: [{ about: "everything", ...change, to: describeEnd(untilMs) }],
    actions: [{ kind: "switch-off", pause: { sinceMs: nowMs, untilMs, run: run.id, by: run.requestedBy } }],
    next: null,
    report: paused("Everything is paused", { all: true }, input, untilMs, []),
  };
};

const pauseServices = (input: Input): Step<null, Action> => {
  const { params, reading, config, nowMs, run } = input;
  const untilMs = endOf(input);
  const domains = targetDomains(params, config);
  const services = domains.flatMap((target) => target.services);
  const changes = domains.flatMap(({ domain, services: names }) =>
    names.map((about) => {
      const before = intentFor(reading.intents[domain] ?? [], "pause", about, nowMs);
      return { about, what: "paused", from: before && describeEnd(before.untilMs), to: describeEnd(untilMs) };
    }),
  );
  const actions = domains.map(({ domain, services: names }): Action => {
    const posted = { kind: "pause", sinceMs: nowMs, untilMs, run: run.id, by: run.requestedBy } as const;
    return { kind: "post", domain, intents: names.map((service) => ({ ...posted, service })) };
  });
  const { service, domain } = params;
  const verb = services.length === 1 ? "is" : "are";
  const result = paused(`${services.join(", ")} ${verb} paused`, { service, domain }, input, untilMs, services);
  return { kind: "act", state: null, changes, actions, next: null, report: result };
};

const paused = (
  what: string,
  target: TargetParams,
  { run }: Input,
  untilMs: number | null,
  services: readonly string[],
) => {
  const by = run.requestedBy === "" ? "somebody who has not proven who they are" : run.requestedBy;
  const lines = [`${what} by ${by}, ${describeEnd(untilMs)}.`, `To resume: ${runCommand("resume", { ...target })}`];
  return report(lines.join("\n"), { services, all: target.all === true, untilMs, by: run.requestedBy });
};

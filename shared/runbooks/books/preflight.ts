import * as z from "zod/mini";
import { type DomainNow, domainOf, readDomainNow } from "../../aws/domain-now.ts";
import { readDeployable } from "../../aws/read-deployable.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { withIntents } from "../../plan/intents/with-intents.ts";
import type { TaskCounts } from "../../plan/readings/service-reading.ts";
import { sharesNow } from "../../plan/shares-now.ts";
import { newPools } from "../../preflight/new-pools.ts";
import { preflight as judge } from "../../preflight/preflight.ts";
import { readDefinition } from "../../preflight/read-definition.ts";
import { renderPreflight } from "../../preflight/render-preflight.ts";
import type { Reading } from "../../reading.ts";
import { domainReads } from "../domain-reads.ts";
import { optional, serviceName } from "../parameter.ts";
import { liveRooms } from "../preflight/live-rooms.ts";
import { refuseWith } from "../refusal.ts";
import { defineRunbook } from "../runbook.ts";
import { report, type Step } from "../step.ts";

type Params = { readonly service: string; readonly taskDefinition?: string | undefined };
type Now = {
  readonly domain: DomainNow;
  readonly deployable: Reading<{ readonly name: string; readonly answer: object }>;
};

const refusals = {
  "definition-unreadable": {
    means: "The task definition can't be read from ECS, or a figure in it can't be used.",
    remedy: "Write family:revision of a registered task definition, or correct what the message names.",
  },
  "cannot-decide": {
    means: "The service, or the budget of a database behind it, can't be read now, so nothing is promised.",
    remedy: "See the reason in the message; try again when it can be read.",
  },
} as const;

const definitionName = {
  schema: z
    .string()
    .check(
      z.regex(
        /^(arn:[a-z-]+:ecs:[a-z0-9-]+:\d{12}:task-definition\/)?[A-Za-z0-9_-]{1,255}(:[1-9]\d{0,8})?$/,
        "family:revision, a family for its newest revision, or the ARN",
      ),
    ),
  about: "The task definition: family:revision, a family for its newest, or an ARN. The one that runs unless given.",
};

export const preflight = defineRunbook<Params, Now, never, never>({
  name: "preflight",
  purpose: "Checks whether the rollout of a task definition would fit the databases as they are now",
  about:
    "Reads the task definition from ECS, the service with its present count and deployment settings, and what every other service holds now. It steps the rollout and says whether it fits, and if not, which settings would. `headgate preflight` says the same from files alone, with every other service at its maximum.",
  effect: "reads",
  parameters: {
    service: serviceName("The service that is to be deployed, by its name in headgate.yml."),
    taskDefinition: optional(definitionName),
  },
  example: { service: "order", taskDefinition: "order:42" },
  refusals,
  grants: [...domainReads, { actions: ["ecs:DescribeTaskDefinition"], on: "none" }],
  read: async ({ service: name, taskDefinition }, _state, tools) => {
    const service = tools.config.services.find((one) => one.name === name)!;
    const [domain, deployable] = await Promise.all([
      readDomainNow(domainOf(tools.config, name).id, tools),
      readDeployable(tools.clients.ecs, service, taskDefinition ?? null),
    ]);
    return { domain, deployable };
  },

  plan: ({ params, reading: { domain, deployable }, config, nowMs }): Step<never, never> => {
    const service = config.services.find(({ name }) => name === params.service)!;
    const refused = (code: keyof typeof refusals, message: string, field?: string): Step<never, never> => ({
      kind: "refused",
      refusal: refuseWith(refusals, code, message, {}, field),
    });
    if (deployable.kind === "unknown")
      return refused("definition-unreadable", deployable.detail, "params.taskDefinition");
    const { name, answer } = deployable.value;
    const definition = readDefinition(JSON.stringify(answer));
    const pools = definition.kind === "refused" ? definition : newPools(service, definition.definition);
    if (pools.kind === "refused") {
      const { place, message, fix } = pools.problem;
      return refused("definition-unreadable", `${name}: ${place} ${message}; ${fix}`, "params.taskDefinition");
    }
    const snapshot = withIntents(domain.snapshot, domain.intents, nowMs);
    const tasks = snapshot.services.find((one) => one.name === service.name)?.tasks;
    if (tasks?.kind !== "known")
      return refused("cannot-decide", `${service.name}: ${tasks?.detail ?? "it was not read"}`);
    const { shares } = sharesNow(snapshot, domain.memory, config, nowMs);
    const rooms = liveRooms(service, shares, snapshot.readAtMs);
    if (rooms.kind === "unknown") return refused("cannot-decide", `${rooms.database}: ${rooms.because}`);
    const databases = pools.pools.map((pool) => {
      const { roomConnections } = rooms.rooms.find(({ database }) => database === pool.database)!;
      return { ...pool, roomConnections };
    });
    const rollout = rolloutOf(service, tasks.value);
    const verdict = judge({ rollout, stoppingTasks: stoppingOf(tasks.value), databases });
    const notes = [...pools.notes, ...notesOf(tasks.value)];
    const result = { service: service.name, rollout, rooms: rooms.rooms, notes, verdict };
    const text = `${name}, with what every service holds now:\n${renderPreflight(result)}`;
    return { kind: "done", report: report(text, { taskDefinition: name, ...result }) };
  },

  apply: async () => "",
});

const rolloutOf = ({ startSeconds, drainSeconds }: ServiceConfig, counts: TaskCounts) => ({
  desiredTasks: counts.desired,
  startSeconds,
  drainSeconds,
  // Two whole revisions at once, as a rollout that starts everything before it stops anything.
  ...(counts.strategy === "ROLLING"
    ? { maximumPercent: counts.maximumPercent, minimumHealthyPercent: counts.minimumHealthyPercent }
    : { maximumPercent: 200, minimumHealthyPercent: 100 }),
});

/** A rollout that runs is replaced by the next one, and its stopping tasks still hold their pools. */
const stoppingOf = ({ stopping }: TaskCounts): number => stopping;

const notesOf = ({ strategy, deployment }: TaskCounts): readonly string[] => [
  ...(strategy === "ROLLING" ? [] : [`its deployments are ${strategy}: both revisions run in full at once`]),
  ...(deployment.kind === "none" ? [] : ["a deployment is under way, and what it holds counts as the service's own"]),
];

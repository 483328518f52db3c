import { deployDefinition } from "../../aws/deploy-definition.ts";
import { domainOf, readDomainNow } from "../../aws/domain-now.ts";
import { readDefinitionOf } from "../../aws/read-definition.ts";
import { readDeploymentHistory } from "../../aws/read-deployment-history.ts";
import { readServiceRollout } from "../../aws/read-service-rollout.ts";
import type { Config } from "../../config/config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { domainReads } from "../domain-reads.ts";
import { flag, optional, serviceName, text } from "../parameter.ts";
import { refuse } from "../refusal.ts";
import { chooseRevision } from "../rollback/choose-revision.ts";
import { planRollback } from "../rollback/plan-rollback.ts";
import { rollbackRefusals } from "../rollback/refusals.ts";
import type { RollbackAction, RollbackParams, RollbackReading, RollbackState } from "../rollback/rollback-run.ts";
import { abortRollback, watchRollback } from "../rollback/watch-rollback.ts";
import type { RunTools } from "../run-tools.ts";
import { defineRunbook } from "../runbook.ts";

export const rollback = defineRunbook<RollbackParams, RollbackReading, RollbackState, RollbackAction>({
  name: "rollback",
  purpose: "Deploys the task definition that ran before, where it was healthy and the databases carry it",
  about:
    "Finds in ECS's history the newest other task definition whose deployment got through, shows what differs, and deploys it: the task definition and nothing else, never the desired count. Both revisions hold connection pools for a while; a rollout that doesn't fit into the databases' budgets is refused with the maximumPercent that would fit. Then it watches until ECS calls the deployment completed or failed. An abort leaves the deployment to ECS and says how to stop it. Values of secrets are never shown, and of variables only what is surely none.",
  effect: "account",
  parameters: {
    service: serviceName("The service, by its name in headgate.yml."),
    taskDefinition: optional(
      text("Family and revision to go back to, such as order:41. The newest healthy one unless given.", 300),
    ),
    force: flag("Also where the deployment that runs now got through."),
  },
  example: { service: "order", force: true },
  refusals: rollbackRefusals,
  grants: [
    ...domainReads,
    {
      actions: ["ecs:DescribeServices", "ecs:ListServiceDeployments", "ecs:UpdateService"],
      on: "services",
    },
    { actions: ["ecs:DescribeServiceRevisions"], on: "service-revisions" },
    { actions: ["ecs:DescribeTaskDefinition"], on: "none" },
  ],
  exclusive: ({ service }) => `deployment/${service}`,
  check: ({ taskDefinition }) =>
    taskDefinition === undefined || /^[A-Za-z0-9_-]{1,255}:[1-9]\d{0,8}$/.test(taskDefinition)
      ? null
      : refuse(
          "bad-input",
          "params.taskDefinition is not a family and a revision, such as order:41",
          "params.taskDefinition",
        ),
  read: (params, state, tools) => read(params, state, tools),
  plan: (input) => (input.state === null ? planRollback(input) : watchRollback(input)),
  apply: async ({ service: name, taskDefinition }, { clients, config }) => {
    const started = await deployDefinition(clients.ecs, serviceOf(config, name), taskDefinition);
    return started
      ? `${name}: deployment of ${taskDefinition} started`
      : `${name}: ${taskDefinition} is deployed already`;
  },
  abort: (input) => abortRollback(input),
});

const read = async (
  { service: name, taskDefinition }: RollbackParams,
  state: RollbackState | null,
  tools: RunTools,
): Promise<RollbackReading> => {
  const { ecs } = tools.clients;
  const config = serviceOf(tools.config, name);
  const service = await readServiceRollout(ecs, config);
  if (state !== null || service === null || service.controller !== "ECS") return { service, before: null };
  const history = await readDeploymentHistory(ecs, config);
  const chosen =
    history.kind === "unknown" ? null : chooseRevision(history.value, service.taskDefinition, taskDefinition ?? null);
  const [domain, current, previous] = await Promise.all([
    readDomainNow(domainOf(tools.config, name).id, tools),
    readDefinitionOf(ecs, service.taskDefinition),
    chosen?.kind === "chosen" ? readDefinitionOf(ecs, chosen.taskDefinition) : null,
  ]);
  return { service, before: { history, domain, current, previous } };
};

const serviceOf = (config: Config, name: string): ServiceConfig =>
  config.services.find((service) => service.name === name)!;

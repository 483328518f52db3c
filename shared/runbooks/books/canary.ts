import * as z from "zod/mini";
import { domainOf, readDomainNow } from "../../aws/domain-now.ts";
import { readHealthyTargets, readListenerActions, writeListenerActions } from "../../aws/listener-actions.ts";
import { makePostTable } from "../../aws/post-table.ts";
import { postWeights } from "../../aws/post-weights.ts";
import { readAlarms } from "../../aws/read-alarms.ts";
import { readDefinitionOf } from "../../aws/read-definition.ts";
import { readDeploymentHistory } from "../../aws/read-deployment-history.ts";
import { readServiceRollout } from "../../aws/read-service-rollout.ts";
import { readTaskCounts } from "../../aws/read-tasks.ts";
import { readWeightedSets } from "../../aws/read-weighted-sets.ts";
import { shiftDeployment, stopDeployment } from "../../aws/shift-deployment.ts";
import type { Config } from "../../config/config.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import type {
  CanaryAction,
  CanaryParams,
  CanaryReading,
  CanaryState,
  EcsState,
  TrafficReading,
  WeightState,
} from "../canary/canary-types.ts";
import { checkCanary } from "../canary/check-params.ts";
import type { Mover } from "../canary/mover.ts";
import { abortShift, planShift } from "../canary/plan-shift.ts";
import { abortWeights, planWeights } from "../canary/plan-weights.ts";
import { recordMover, weightedRecordOf } from "../canary/record-mover.ts";
import { canaryRefusals } from "../canary/refusals.ts";
import { ruleMover } from "../canary/rule-mover.ts";
import { domainReads } from "../domain-reads.ts";
import { choice, flag, optional, type Parameter, serviceName, strings, text, whole } from "../parameter.ts";
import type { RunTools } from "../run-tools.ts";
import type { PlanInput } from "../runbook.ts";
import { defineRunbook } from "../runbook.ts";
import { report } from "../step.ts";

const percents: Parameter<readonly number[]> = {
  schema: z
    .array(z.int("whole percents").check(z.gte(1, "at least 1 %"), z.lte(100, "at most 100 %")))
    .check(z.minLength(1, "at least one"), z.maxLength(20, "at most 20")) as z.ZodMiniType<readonly number[]>,
  about:
    "Percent of the traffic for the new side, rising to 100. 10, 25, 50, 100 unless given; with by: ecs 10, 100, and otherwise equal parts.",
};

export const canary = defineRunbook<CanaryParams, CanaryReading, CanaryState, CanaryAction>({
  name: "canary",
  purpose: "Moves traffic to a new version in steps, and takes it back when an alarm goes off",
  about:
    "By an Application Load Balancer's weights the new tasks already run behind a target group of their own, and the run moves the weights of one listener rule. By Route 53 two services have weighted records of one name: the run posts weights, `records` writes them, and they end by themselves, an hour after a step that nobody continues, a day after the last one; then headgate.yml's hold again. By ECS it deploys a task definition with ECS's own strategy CANARY or LINEAR. Before each step, and every 20 s in between, it reads the alarms: one in ALARM, one that can't be read, or one without data for 5 min takes all traffic back at once, and so do a new side without a healthy target and a database whose budget is exceeded by the tasks of both sides. While that budget can't be told a step is held where it is, for 5 min at most. Every write is read back; weights that somebody else changes end the run. An abort puts the weights back as they were; by ECS it lets ECS take the deployment back. A rule with stickiness keeps clients where they are until their cookie ends.",
  effect: "account",
  parameters: {
    by: choice(
      ["alb", "route53", "ecs"],
      "Who moves the traffic: alb, the weights of a listener rule; route53, those of two records; ecs, its own strategy.",
    ),
    service: serviceName(
      "The service whose tasks get the traffic, by its name in headgate.yml: its databases have to carry both sides.",
    ),
    listener: optional(text("With by: alb: ARN of the listener rule, or of the listener for its default action.", 300)),
    fromTargetGroup: optional(text("With by: alb: ARN of the target group that has the traffic now.", 300)),
    toTargetGroup: optional(text("With by: alb: ARN of the target group that gets it.", 300)),
    fromService: optional(serviceName("With by: route53: the service that has the traffic now.")),
    record: optional(text("With by: route53: the DNS name at which both services have a weighted record.", 255)),
    taskDefinition: optional(text("With by: ecs: family and revision to be deployed, such as order:42.", 300)),
    alarms: optional(strings("Names of CloudWatch alarms that take the traffic back. At least one.", 10)),
    withoutAlarms: flag("Go without any alarm."),
    stepMinutes: optional(whole(1, 1440, "Minutes that each step lasts. 5 unless given.")),
    weights: optional(percents),
  },
  example: {
    by: "ecs",
    service: "order",
    taskDefinition: "order:42",
    alarms: ["headgate-prod-svc-order-errors"],
    weights: [10, 100],
  },
  refusals: canaryRefusals,
  grants: [
    ...domainReads,
    { actions: ["cloudwatch:DescribeAlarms"], on: "alarms" },
    {
      actions: [
        "ecs:DescribeTaskDefinition",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      on: "none",
    },
    {
      actions: ["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyRule"],
      on: "listeners",
    },
    { actions: ["ecs:DescribeServices", "ecs:ListServiceDeployments", "ecs:UpdateService"], on: "services" },
    { actions: ["route53:ListResourceRecordSets"], on: "zones" },
    { actions: ["ecs:DescribeServiceRevisions"], on: "service-revisions" },
    { actions: ["ecs:StopServiceDeployment"], on: "service-deployments" },
  ],
  exclusive: ({ by, service, listener, record }) =>
    by === "alb" ? `listener/${listener}` : by === "ecs" ? `deployment/${service}` : `record/${record}`,
  check: (params, config) => checkCanary(params, config),
  read: async (params, _state, tools) => {
    const { clients, config } = tools;
    const [alarms, domain, traffic] = await Promise.all([
      readAlarms(clients.cloudWatch, [...new Set(params.alarms ?? [])]),
      readDomainNow(domainOf(config, params.service).id, tools),
      readTraffic(params, tools),
    ]);
    return { alarms: [...alarms], domain, traffic };
  },
  plan: (input) => {
    const { traffic } = input.reading;
    return traffic.by === "ecs" ? planShift(input, traffic) : planWeights(input, moverOf(input, traffic));
  },
  apply: (action, tools) => apply(action, tools),
  abort: (input) => {
    const { state, reading } = input;
    if (state === null) return { kind: "done", report: report("Nothing was moved.") };
    const { traffic } = reading;
    return traffic.by === "ecs"
      ? abortShift(input, traffic, state as EcsState)
      : abortWeights(input, moverOf(input, traffic), state as WeightState);
  },
});

const moverOf = (
  { params, config, nowMs, run }: PlanInput<CanaryParams, CanaryReading, CanaryState>,
  traffic: Exclude<TrafficReading, { by: "ecs" }>,
): Mover =>
  traffic.by === "alb" ? ruleMover(params, traffic) : recordMover(params, config, traffic, { nowMs, run: run.id });

const readTraffic = async (params: CanaryParams, tools: RunTools): Promise<TrafficReading> => {
  const { clients, config } = tools;
  const { by, service: name, listener, toTargetGroup, taskDefinition } = params;
  if (by === "alb") {
    const [actions, healthyTargets] = await Promise.all([
      readListenerActions(clients.elasticLoadBalancing, listener!),
      readHealthyTargets(clients.elasticLoadBalancing, toTargetGroup!),
    ]);
    return { by, actions, healthyTargets };
  }
  if (by === "route53") return readRecords(params, tools);
  const [service, history, definition] = await Promise.all([
    readServiceRollout(clients.ecs, serviceOf(config, name)),
    readDeploymentHistory(clients.ecs, serviceOf(config, name)),
    readDefinitionOf(clients.ecs, taskDefinition!),
  ]);
  const found =
    definition === null ? null : { arn: definition.taskDefinitionArn ?? "", status: definition.status ?? "ACTIVE" };
  return { by, service, history, definition: found };
};

/** @throws where a post can't be read: what is not known is not what headgate.yml has */
const readRecords = async (
  { service: to, fromService: from, record }: CanaryParams,
  { clients, config, stack }: RunTools,
): Promise<TrafficReading> => {
  const zoneName = weightedRecordOf(serviceOf(config, to), record)?.zone;
  const { hostedZoneId } = config.zones.find((zone) => zone.name === zoneName)!;
  const [posts, zoneWeights, counts] = await Promise.all([
    makePostTable(clients.dynamoDb, stack.tableName).readWeights([from!, to]),
    readWeightedSets(clients.route53, hostedZoneId, record!),
    readTaskCounts(clients.ecs, [serviceOf(config, to)]),
  ]);
  const unread = [...posts.values()].find((post) => post.kind === "unknown" && post.because !== "no-data");
  if (unread?.kind === "unknown") throw new Error(unread.detail);
  const tasks = counts.get(to);
  return {
    by: "route53",
    posts: [...posts.values()].flatMap((post) => (post.kind === "known" ? [post.value] : [])),
    zoneWeights: Object.fromEntries(zoneWeights),
    healthyTasks: tasks?.kind === "known" ? Math.max(0, tasks.value.running - tasks.value.unhealthy) : null,
  };
};

const apply = async (action: CanaryAction, tools: RunTools): Promise<string> => {
  const { clients, config } = tools;
  switch (action.kind) {
    case "forward":
      await writeListenerActions(clients.elasticLoadBalancing, action.listener, action.actions);
      return action.says;
    case "post":
      await postWeights(action.posts, action.destination, tools);
      return action.says;
    case "deploy": {
      const { service: name, taskDefinition, strategy, alarms } = action;
      const started = await shiftDeployment(clients.ecs, serviceOf(config, name), taskDefinition, strategy, alarms);
      return started ? `${name}: ${strategy.kind} of ${taskDefinition} started` : `${name}: it is deployed already`;
    }
    case "stop": {
      const stopped = await stopDeployment(clients.ecs, action.deployment);
      return stopped ? "asked ECS to take the deployment back" : "ECS has ended the deployment already";
    }
  }
};

const serviceOf = (config: Config, name: string): ServiceConfig =>
  config.services.find((service) => service.name === name)!;

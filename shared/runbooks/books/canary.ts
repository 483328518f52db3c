import * as z from "zod/mini";
import { domainOf, readDomainNow } from "../../aws/domain-now.ts";
import { readHealthyTargets, readListenerActions, writeListenerActions } from "../../aws/listener-actions.ts";
import { readAlarms } from "../../aws/read-alarms.ts";
import { readDefinitionOf } from "../../aws/read-definition.ts";
import { readDeploymentHistory } from "../../aws/read-deployment-history.ts";
import { readServiceRollout } from "../../aws/read-service-rollout.ts";
import { shiftDeployment, stopDeployment } from "../../aws/shift-deployment.ts";
import type { Config, ServiceConfig } from "../../config/config.ts";
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
import { abortShift, planShift } from "../canary/plan-shift.ts";
import { abortWeights, planWeights } from "../canary/plan-weights.ts";
import { canaryRefusals } from "../canary/refusals.ts";
import { domainReads } from "../domain-reads.ts";
import { choice, flag, optional, type Parameter, serviceName, strings, text, whole } from "../parameter.ts";
import type { RunTools } from "../run-tools.ts";
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
    "By an Application Load Balancer's weights the new tasks already run behind a target group of their own, and the run moves the weights of one listener rule. By ECS it deploys a task definition with ECS's own strategy CANARY or LINEAR. Before each step, and every 20 s in between, it reads the alarms: one in ALARM, one that can't be read, or one without data for 5 min takes all traffic back at once, and so do a new side without a healthy target and a database whose budget is exceeded by the tasks of both sides. Every write is read back; weights that somebody else changes end the run. An abort puts the weights back as they were; by ECS it lets ECS take the deployment back. A rule with stickiness keeps clients where they are until their cookie ends.",
  effect: "account",
  parameters: {
    by: choice(["alb", "ecs"], "Who moves the traffic: alb, the weights of a listener rule; ecs, ECS's own strategy."),
    service: serviceName(
      "The service whose tasks get the traffic, by its name in headgate.yml: its databases have to carry both sides.",
    ),
    listener: optional(text("With by: alb: ARN of the listener rule, or of the listener for its default action.", 300)),
    fromTargetGroup: optional(text("With by: alb: ARN of the target group that has the traffic now.", 300)),
    toTargetGroup: optional(text("With by: alb: ARN of the target group that gets it.", 300)),
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
    { actions: ["cloudwatch:DescribeAlarms"], on: "none" },
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
    { actions: ["ecs:DescribeServiceRevisions"], on: "service-revisions" },
    { actions: ["ecs:StopServiceDeployment"], on: "service-deployments" },
  ],
  exclusive: ({ by, service, listener }) => (by === "ecs" ? `deployment/${service}` : `listener/${listener}`),
  check: (params) => checkCanary(params),
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
    return traffic.by === "alb" ? planWeights(input, traffic) : planShift(input, traffic);
  },
  apply: (action, tools) => apply(action, tools),
  abort: (input) => {
    const { state, reading } = input;
    if (state === null) return { kind: "done", report: report("Nothing was moved.") };
    return reading.traffic.by === "alb"
      ? abortWeights(input, reading.traffic, state as WeightState)
      : abortShift(input, reading.traffic, state as EcsState);
  },
});

const readTraffic = async (params: CanaryParams, { clients, config }: RunTools): Promise<TrafficReading> => {
  const { by, service: name, listener, toTargetGroup, taskDefinition } = params;
  if (by === "alb") {
    const [actions, healthyTargets] = await Promise.all([
      readListenerActions(clients.elasticLoadBalancing, listener!),
      readHealthyTargets(clients.elasticLoadBalancing, toTargetGroup!),
    ]);
    return { by, actions, healthyTargets };
  }
  const [service, history, definition] = await Promise.all([
    readServiceRollout(clients.ecs, serviceOf(config, name)),
    readDeploymentHistory(clients.ecs, serviceOf(config, name)),
    readDefinitionOf(clients.ecs, taskDefinition!),
  ]);
  const found =
    definition === null ? null : { arn: definition.taskDefinitionArn ?? "", status: definition.status ?? "ACTIVE" };
  return { by, service, history, definition: found };
};

const apply = async (action: CanaryAction, { clients, config }: RunTools): Promise<string> => {
  switch (action.kind) {
    case "forward":
      await writeListenerActions(clients.elasticLoadBalancing, action.listener, action.actions);
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

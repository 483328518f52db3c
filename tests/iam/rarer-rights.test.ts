import { describe, expect, it } from "@jest/globals";
import { makeHandler as makeHook } from "../../functions/hook/handler.ts";
import { hookDeps } from "../../functions/hook/wiring.ts";
import type { Config } from "../../shared/config/config.ts";
import { publishesNothing } from "../../shared/config/publication.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { accountCloud } from "../../simulator/cloud/account-cloud.ts";
import { emptyAccount } from "../../simulator/cloud/account-spec.ts";
import type { EmbeddedCloud } from "../../simulator/cloud/embedded-cloud.ts";
import type { FunctionName } from "../../stack/functions.ts";
import { shopAccount } from "../checklist/shop-account.ts";
import { backlogSignal } from "../plan/builders.ts";
import {
  publishedService,
  recordName,
  recordOf,
  recordsConfig,
  recordsStack,
} from "../records/function/records-stack.ts";
import { databaseConfig, databaseWorld } from "../runbooks/database-world.ts";
import { runWorld } from "../runbooks/run-world.ts";
import { checkoutTarget } from "../scale/governed-stack.ts";
import { type SmallStack, smallStack } from "../scale/small-stack.ts";
import { stackConfig, worldSpec } from "../scale/small-world.ts";
import { askedOfIam } from "./asked-of-iam.ts";

// Rights that a role has for the rarer configurations: the function uses each of them, and is refused nothing.

const ec2 = { kind: "ec2", maxInstances: null, networkInterfacesPerInstance: null } as const;
/** Tasks of an EC2 cluster with a capacity provider, on ports of their instances. */
const putOnInstances = ({ capacity }: EmbeddedCloud, service: string): void => {
  capacity.declareCluster("shop", {
    instances: [{ id: "i-1", cpuUnits: 8192, memoryMib: 32_768, provider: "asg", publicAddress: true }],
    groups: { asg: { maxInstances: 2, startSeconds: 60, instance: { cpuUnits: 8192, memoryMib: 32_768 } } },
  });
  capacity.declareService(service, {
    definition: {
      networkMode: "bridge",
      containerDefinitions: [
        { name: "app", cpu: 256, memory: 256, portMappings: [{ containerPort: 8080, hostPort: 0 }] },
      ],
    },
    providers: ["asg"],
  });
};

/** `checkout` on instances, with a queue of its own. */
const onInstances = (checkout: Partial<ServiceConfig> = {}): Config =>
  stackConfig({
    capacity: ec2,
    signals: [...stackConfig().services[0]!.signals, backlogSignal()],
    ...checkout,
  });

/** Without `search`, which is in scale mode. */
const onlyCheckout = {
  services: stackConfig({ mode: "observe" }).services.slice(0, 1),
  domains: [{ id: "checkout", services: ["checkout"], databases: ["orders"] }],
};

const askHook = async (config: Config): Promise<void> => {
  const stack = smallStack(worldSpec(), config);
  putOnInstances(stack.cloud, "checkout");
  stack.cloud.autoScaling.registerScalableTarget({ ...checkoutTarget, MinCapacity: 2, MaxCapacity: 20 });
  stack.warmUp(300);
  await hookOf(stack, config)({ serviceArn: "arn:aws:ecs:eu-central-1:123456789012:service/shop/checkout" });
};

const hookOf = ({ cloud, world }: SmallStack, config: Config) =>
  makeHook(
    hookDeps(
      cloud.clients("hook"),
      { TABLE_NAME: cloud.table.name, EVENTS_QUEUE_URL: cloud.queues.url("events") },
      config,
      { nowMs: () => world.nowMs, log: { info: () => {}, warn: () => {} } },
    ),
  );

const runPlan = async (config: Config): Promise<void> => {
  const world = runWorld({ config });
  putOnInstances(world.cloud, "checkout");
  world.warmUp(300);
  await world.invoke({ runbook: "plan", params: { service: "checkout" } });
};

const ofInstances = [
  "ecs:DescribeCapacityProviders",
  "ecs:DescribeContainerInstances",
  "ecs:DescribeTaskDefinition",
  "ecs:ListContainerInstances",
  "sqs:GetQueueAttributes",
];

type Row = {
  readonly when: string;
  readonly of: FunctionName;
  readonly play: () => Promise<unknown>;
  readonly uses: readonly string[];
};

const rows: readonly Row[] = [
  {
    when: "holds the entry of a service on EC2 instances that works off a queue",
    of: "hook",
    play: () => askHook(onInstances()),
    uses: ofInstances,
  },
  {
    when: "holds the entry of a service that is governed",
    of: "hook",
    play: () => askHook(stackConfig({ mode: "govern" })),
    uses: ["application-autoscaling:DescribeScalableTargets", "application-autoscaling:DescribeScheduledActions"],
  },
  {
    when: "holds the entry of a service that is scaled beside its own policies",
    of: "hook",
    play: () => askHook(stackConfig()),
    uses: ["application-autoscaling:DescribeScalingPolicies"],
  },
  {
    when: "plans for a service on EC2 instances that works off a queue",
    of: "runbook",
    play: () => runPlan(onInstances()),
    uses: ofInstances,
  },
  {
    when: "scales a service on EC2 instances that works off a queue",
    of: "scale",
    play: async () => {
      const stack = smallStack(worldSpec(), onInstances());
      putOnInstances(stack.cloud, "checkout");
      stack.warmUp(300);
      await stack.wake();
    },
    uses: ofInstances,
  },
  {
    when: "holds the account against the checklist",
    of: "runbook",
    play: async () => {
      const world = runWorld({ config: stackConfig({ mode: "observe" }, {}, onlyCheckout) });
      const own = world.cloud.handle;
      const shop = accountCloud(() => ({ ...emptyAccount, ...shopAccount }));
      world.cloud.handle = (service, operation, input) =>
        service === "dynamodb" ? own(service, operation, input) : shop.handle(service, operation, input);
      await world.invoke({ runbook: "checklist" });
    },
    uses: [
      "application-autoscaling:DescribeScalableTargets",
      "budgets:ViewBudget",
      "cloudformation:DescribeStacks",
      "ec2:DescribeSubnets",
      "guardduty:GetDetector",
      "secretsmanager:ListSecrets",
      "support:DescribeTrustedAdvisorCheckSummaries",
    ],
  },
  {
    when: "stops tasks that are published at their instances' addresses",
    of: "runbook",
    play: async () => {
      const config = databaseConfig(
        { capacity: ec2, publish: { ...publishesNothing, records: [recordOf({ address: "public", kind: "srv" })] } },
        {},
        { zones: recordsConfig().zones },
      );
      const world = await databaseWorld({ config });
      putOnInstances(world.cloud, "checkout");
      await world.live(60);
      await world.invoke({ runbook: "chaos", params: { service: "checkout", tasks: 1 } });
    },
    uses: ["ec2:DescribeInstances", "ecs:DescribeContainerInstances"],
  },
  {
    when: "publishes tasks on EC2 instances, each with a health check, and takes the checks away again",
    of: "records",
    play: async () => {
      const healthCheck = { type: "TCP", port: 8080, path: null, intervalSeconds: 30, failureThreshold: 3 } as const;
      const record = recordOf({ kind: "multivalue", address: "public", healthCheck });
      const config = recordsConfig([publishedService("order", [record])]);
      const stack = recordsStack({ ...config, services: config.services.map((one) => ({ ...one, capacity: ec2 })) });
      putOnInstances(stack.cloud, "order");
      await stack.run(90);
      expect(stack.values(recordName)).toHaveLength(1);
      stack.world.setDesiredCount("order", 0);
      await stack.run(900);
    },
    uses: [
      "ec2:DescribeInstances",
      "ecs:DescribeContainerInstances",
      "route53:CreateHealthCheck",
      "route53:DeleteHealthCheck",
      "route53:ListHealthChecks",
    ],
  },
  {
    when: "only adds to a zone of the policy upsert-only",
    of: "records",
    play: async () => {
      const stack = recordsStack(recordsConfig(undefined, "upsert-only"));
      await stack.run(60);
      expect(stack.values()).toEqual(stack.running());
    },
    uses: ["route53:ChangeResourceRecordSets"],
  },
  {
    when: "starts what Systems Manager's own approval has let through",
    of: "runbook",
    play: async () => {
      const world = runWorld();
      const answer = world.cloud.handle;
      world.cloud.handle = async (service, operation, input) =>
        operation === "GetAutomationExecution"
          ? { AutomationExecution: { DocumentName: "else" } }
          : answer(service, operation, input);
      const request = { runbook: "pause", params: { service: "checkout" }, confirm: true, requestId: "approved-01" };
      await world.invoke({ ...request, automationExecutionId: "00000000-0000-4000-8000-000000000001" }).catch(() => {});
    },
    uses: ["ssm:GetAutomationExecution"],
  },
  ...(["events", "scaling", "records", "runs"] as const).map(
    (queue): Row => ({
      when: `moves the dead letters of ${queue} back`,
      of: "runbook",
      play: async () => {
        const world = runWorld();
        const { queues } = world.cloud;
        const dead = {
          events: queues.eventsDeadLetter,
          scaling: queues.scalingDeadLetter,
          records: queues.recordsDeadLetter,
          runs: queues.runsDeadLetter,
        }[queue];
        dead.send({ body: "{}", group: "g", deduplicationId: "d" }, world.world.nowMs);
        await world.invoke({
          runbook: "redrive",
          params: { queue, all: true },
          confirm: true,
          requestId: "redrive-001",
        });
        expect(dead.messages).toHaveLength(1);
      },
      uses: ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:StartMessageMoveTask", "sqs:SendMessage"],
    }),
  ),
];

describe("a function that", () => {
  it.each(rows)("$when ($of) asks for no more than its role has", async ({ of, play, uses }) => {
    const { actions, refused } = await askedOfIam(of, play);
    expect(refused).toEqual([]);
    expect(actions).toEqual(expect.arrayContaining([...uses]));
  });
});

import {
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
  RegisterScalableTargetCommand,
  type RegisterScalableTargetCommandInput,
} from "@aws-sdk/client-application-auto-scaling";
import { DescribeServicesCommand } from "@aws-sdk/client-ecs";
import { type ContractBed, type PlacedService, refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/autoscaling/application/APIReference";

const idOf = ({ cluster, service }: PlacedService): string => `service/${cluster}/${service}`;

const ofService = { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount" } as const;

const register = (
  { clients }: ContractBed,
  ResourceId: string,
  rest: Partial<Pick<RegisterScalableTargetCommandInput, "MinCapacity" | "MaxCapacity" | "SuspendedState">>,
) => clients.applicationAutoScaling.send(new RegisterScalableTargetCommand({ ...ofService, ResourceId, ...rest }));

const describe = async ({ clients }: ContractBed, ResourceIds: string[]) => {
  const command = new DescribeScalableTargetsCommand({ ...ofService, ResourceIds });
  return (await clients.applicationAutoScaling.send(command)).ScalableTargets ?? [];
};

const rangeOf = async (bed: ContractBed, id: string) =>
  (await describe(bed, [id])).map(({ MinCapacity, MaxCapacity }) => [MinCapacity, MaxCapacity]);

const range = (MinCapacity: number, MaxCapacity: number) => ({ MinCapacity, MaxCapacity });

export const applicationAutoScalingCases = casesOf("application-autoscaling", [
  {
    name: "A resource without a scalable target is left out of the answer",
    cites: `${api}/API_DescribeScalableTargets.html`,
    run: async (bed) => {
      const [registered, other] = (await bed.newServices([1, 1])).map(idOf);
      await register(bed, registered!, range(1, 4));
      const found = await describe(bed, [registered!, other!]);
      return found.map(({ ResourceId, MinCapacity, MaxCapacity }) => ({
        isIt: ResourceId === registered,
        MinCapacity,
        MaxCapacity,
      }));
    },
    expected: [{ isIt: true, MinCapacity: 1, MaxCapacity: 4 }],
  },
  {
    name: "A new target needs both its bounds",
    cites: `${api}/API_RegisterScalableTarget.html`,
    errors: ["ValidationException"],
    run: async (bed) => {
      const [id] = (await bed.newServices([1])).map(idOf);
      return [
        await refusalOf(register(bed, id!, { MinCapacity: 1 })),
        await refusalOf(register(bed, id!, { MaxCapacity: 1 })),
      ];
    },
    expected: ["ValidationException", "ValidationException"],
  },
  {
    name: "A target that is updated keeps what the call does not name",
    cites: `${api}/API_RegisterScalableTarget.html`,
    run: async (bed) => {
      const [id] = (await bed.newServices([2])).map(idOf);
      await register(bed, id!, range(1, 4));
      await register(bed, id!, { MaxCapacity: 9 });
      const raised = await rangeOf(bed, id!);
      await register(bed, id!, { MinCapacity: 2 });
      return { raised, both: await rangeOf(bed, id!) };
    },
    expected: { raised: [[1, 9]], both: [[2, 9]] },
  },
  {
    name: "A minimum above the maximum is refused, and the target stays as it was",
    cites: `${api}/API_RegisterScalableTarget.html`,
    errors: ["ValidationException"],
    run: async (bed) => {
      const [id] = (await bed.newServices([2])).map(idOf);
      await register(bed, id!, range(2, 4));
      return { below: await refusalOf(register(bed, id!, { MaxCapacity: 1 })), left: await rangeOf(bed, id!) };
    },
    expected: { below: "ValidationException", left: [[2, 4]] },
  },
  {
    name: "A negative bound is refused",
    cites: `${api}/API_RegisterScalableTarget.html`,
    errors: ["ValidationException"],
    run: async (bed) => {
      const [id] = (await bed.newServices([1])).map(idOf);
      return refusalOf(register(bed, id!, range(-1, 4)));
    },
    expected: "ValidationException",
  },
  {
    name: "Registering a service above the new maximum brings its desired count down to it",
    cites: `${api}/API_RegisterScalableTarget.html`,
    run: async (bed) => {
      const [placed] = await bed.newServices([5]);
      await register(bed, idOf(placed!), range(1, 3));
      const { cluster, service } = placed!;
      const { services: [found] = [] } = await bed.clients.ecs.send(
        new DescribeServicesCommand({ cluster, services: [service] }),
      );
      return found?.desiredCount;
    },
    expected: 3,
  },
  {
    name: "A target of an ECS service that is not there is refused",
    cites: `${api}/API_RegisterScalableTarget.html`,
    errors: ["ValidationException"],
    run: async (bed) => {
      const [id] = (await bed.newServices([1])).map(idOf);
      return refusalOf(register(bed, `${id}-missing`, range(1, 4)));
    },
    expected: "ValidationException",
  },
  {
    name: "A target tells what of it is suspended, and an update suspends nothing by itself",
    cites: `${api}/API_SuspendedState.html`,
    run: async (bed) => {
      const [id] = (await bed.newServices([1])).map(idOf);
      await register(bed, id!, { ...range(1, 4), SuspendedState: { DynamicScalingOutSuspended: true } });
      await register(bed, id!, { MaxCapacity: 5 });
      return (await describe(bed, [id!])).map(({ SuspendedState }) => ({
        out: SuspendedState?.DynamicScalingOutSuspended,
        in: SuspendedState?.DynamicScalingInSuspended ?? false,
      }));
    },
    expected: [{ out: true, in: false }],
  },
  {
    name: "Targets come page after page, each once",
    cites: `${api}/API_DescribeScalableTargets.html`,
    run: async (bed) => {
      const ids = (await bed.newServices([1, 1, 1, 1, 1])).map(idOf);
      for (const id of ids) await register(bed, id, range(1, 4));
      const pages: number[] = [];
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await bed.clients.applicationAutoScaling.send(
          new DescribeScalableTargetsCommand({ ...ofService, ResourceIds: ids, MaxResults: 2, NextToken }),
        );
        pages.push(page.ScalableTargets?.length ?? 0);
        for (const { ResourceId = "" } of page.ScalableTargets ?? []) found.push(ResourceId);
        NextToken = page.NextToken;
      } while (NextToken !== undefined && pages.length < 10);
      return { isAtMostTwo: pages.every((size) => size <= 2), areAll: found.sort().join() === ids.sort().join() };
    },
    expected: { isAtMostTwo: true, areAll: true },
  },
  {
    name: "A resource without policies or scheduled actions has none, and is no error",
    cites: `${api}/API_DescribeScalingPolicies.html`,
    run: async (bed) => {
      const [ResourceId] = (await bed.newServices([1])).map(idOf);
      const { applicationAutoScaling } = bed.clients;
      const policies = await applicationAutoScaling.send(
        new DescribeScalingPoliciesCommand({ ...ofService, ResourceId }),
      );
      const actions = await applicationAutoScaling.send(
        new DescribeScheduledActionsCommand({ ServiceNamespace: "ecs", ResourceId }),
      );
      return [policies.ScalingPolicies, actions.ScheduledActions];
    },
    expected: [[], []],
  },
]);

import type {
  DescribeScalableTargetsRequest,
  RegisterScalableTargetRequest,
  SuspendedState,
} from "@aws-sdk/client-application-auto-scaling";
import type { ServiceConfig } from "../../shared/config/config.ts";
import type { World } from "../world/world.ts";
import { AwsError } from "./aws-error.ts";

export type ScalableTargetRecord = { minCapacity: number; maxCapacity: number; suspended: SuspendedState };

/** Application Auto Scaling's scalable targets, as far as they are registered. Policies are controllers beside the cloud. */
export class ApplicationAutoScaling {
  readonly #world: World;
  readonly #services: ReadonlyMap<string, ServiceConfig>;
  readonly #targets = new Map<string, ScalableTargetRecord>();

  constructor(world: World, services: readonly ServiceConfig[]) {
    this.#world = world;
    this.#services = new Map(services.map((service) => [`service/${service.cluster}/${service.ecsService}`, service]));
  }

  target(service: ServiceConfig): ScalableTargetRecord | undefined {
    return this.#targets.get(`service/${service.cluster}/${service.ecsService}`);
  }

  describeScalableTargets(input: DescribeScalableTargetsRequest): object {
    const ids = input.ResourceIds ?? [...this.#targets.keys()];
    if (ids.length > 50) throw new AwsError("ValidationException", "ResourceIds must have at most 50 members");
    return {
      ScalableTargets: ids.flatMap((ResourceId) => {
        const target = this.#targets.get(ResourceId);
        if (target === undefined) return [];
        return [
          {
            ServiceNamespace: "ecs",
            ScalableDimension: "ecs:service:DesiredCount",
            ResourceId,
            MinCapacity: target.minCapacity,
            MaxCapacity: target.maxCapacity,
            SuspendedState: target.suspended,
          },
        ];
      }),
    };
  }

  /** Moves the service's capacity into the range at once and without a condition, as AWS does. */
  registerScalableTarget(input: RegisterScalableTargetRequest): object {
    const id = input.ResourceId ?? "";
    const service = this.#services.get(id);
    if (service === undefined) throw new AwsError("ValidationException", "ECS service doesn't exist");
    const before = this.#targets.get(id);
    const minCapacity = input.MinCapacity ?? before?.minCapacity;
    const maxCapacity = input.MaxCapacity ?? before?.maxCapacity;
    if (minCapacity === undefined || maxCapacity === undefined) {
      throw new AwsError("ValidationException", "MinCapacity and MaxCapacity are required for a new scalable target");
    }
    if (minCapacity > maxCapacity)
      throw new AwsError("ValidationException", "Maximum capacity cannot be less than minimum capacity");
    this.#targets.set(id, { minCapacity, maxCapacity, suspended: { ...before?.suspended, ...input.SuspendedState } });
    const { desired } = this.#world.counts(service.name);
    const inRange = Math.min(maxCapacity, Math.max(minCapacity, desired));
    if (inRange !== desired) this.#world.setDesiredCount(service.name, inRange);
    return {};
  }
}

import type {
  DescribeScalableTargetsRequest,
  RegisterScalableTargetRequest,
  SuspendedState,
} from "@aws-sdk/client-application-auto-scaling";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { World } from "../world/world.ts";
import { checkNamespace, pageOf } from "./autoscaling-page.ts";
import { AwsError } from "./aws-error.ts";

export type ScalableTargetRecord = { minCapacity: number; maxCapacity: number; suspended: SuspendedState };

const targetsPerPage = 50;

/** The registered scalable targets. A write moves the service's capacity into the range at once, as AWS does. */
export class ScalableTargets {
  readonly #world: World;
  readonly #services: ReadonlyMap<string, ServiceConfig>;
  readonly #targets = new Map<string, ScalableTargetRecord>();

  constructor(world: World, services: readonly ServiceConfig[]) {
    this.#world = world;
    this.#services = new Map(services.map((service) => [`service/${service.cluster}/${service.ecsService}`, service]));
  }

  get(resourceId: string): ScalableTargetRecord | undefined {
    return this.#targets.get(resourceId);
  }

  /** @throws AwsError ObjectNotFoundException, as calls about what is on a target do */
  require(resourceId: string | undefined): ScalableTargetRecord {
    const target = this.#targets.get(resourceId ?? "");
    if (target === undefined) {
      throw new AwsError("ObjectNotFoundException", `No scalable target registered for ${resourceId}`);
    }
    return target;
  }

  describe(input: DescribeScalableTargetsRequest): object {
    checkNamespace(input);
    const { ResourceIds, ScalableDimension } = input;
    if ((ResourceIds?.length ?? 0) > 50)
      throw new AwsError("ValidationException", "ResourceIds must have at most 50 members");
    if (ScalableDimension !== undefined && ResourceIds === undefined)
      throw new AwsError("ValidationException", "A scalable dimension needs a resource id");
    const ids = (ResourceIds ?? [...this.#targets.keys()].sort()).filter((id) => this.#targets.has(id));
    const { page, next } = pageOf(ids, input, targetsPerPage);
    return { ScalableTargets: page.map((id) => this.#described(id)), ...next };
  }

  /** Registers a target or updates it: what a call doesn't name stays as it was. */
  register(input: RegisterScalableTargetRequest): object {
    checkNamespace(input);
    const id = input.ResourceId ?? "";
    if (!this.#services.has(id)) throw new AwsError("ValidationException", "ECS service doesn't exist");
    const before = this.#targets.get(id);
    const minCapacity = input.MinCapacity ?? before?.minCapacity;
    const maxCapacity = input.MaxCapacity ?? before?.maxCapacity;
    if (minCapacity === undefined || maxCapacity === undefined) {
      throw new AwsError("ValidationException", "MinCapacity and MaxCapacity are required for a new scalable target");
    }
    this.set(id, { minCapacity, maxCapacity, suspended: { ...before?.suspended, ...input.SuspendedState } });
    return { ScalableTargetARN: arnOf(id) };
  }

  /** Stores a range and moves the capacity into it, without a condition. */
  set(resourceId: string, target: ScalableTargetRecord): void {
    const { minCapacity, maxCapacity } = target;
    if (minCapacity < 0) throw new AwsError("ValidationException", "Minimum capacity cannot be negative");
    if (minCapacity > maxCapacity)
      throw new AwsError("ValidationException", "Maximum capacity cannot be less than minimum capacity");
    const { name } = this.#services.get(resourceId)!;
    this.#targets.set(resourceId, target);
    const { desired } = this.#world.counts(name);
    const inRange = Math.min(maxCapacity, Math.max(minCapacity, desired));
    if (inRange !== desired) this.#world.setDesiredCount(name, inRange, "answered");
  }

  #described(resourceId: string): object {
    const { minCapacity, maxCapacity, suspended } = this.#targets.get(resourceId)!;
    return {
      ServiceNamespace: "ecs",
      ScalableDimension: "ecs:service:DesiredCount",
      ResourceId: resourceId,
      MinCapacity: minCapacity,
      MaxCapacity: maxCapacity,
      RoleARN: "arn:aws:iam::123456789012:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/rehearsal",
      CreationTime: new Date(this.#world.spec.startMs),
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
        ...suspended,
      },
      ScalableTargetARN: arnOf(resourceId),
    };
  }
}

const arnOf = (resourceId: string): string =>
  `arn:aws:application-autoscaling:eu-central-1:123456789012:scalable-target/${resourceId.replaceAll("/", "-")}`;

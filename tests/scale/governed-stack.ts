import type { RegisterScalableTargetRequest } from "@aws-sdk/client-application-auto-scaling";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { TargetTracking } from "../../simulator/controllers/target-tracking.ts";
import { type SmallStack, smallStack } from "./small-stack.ts";
import { stackConfig, worldSpec } from "./small-world.ts";

/** The scalable target of the service `checkout`. */
export const checkoutTarget = {
  ServiceNamespace: "ecs",
  ScalableDimension: "ecs:service:DesiredCount",
  ResourceId: "service/shop/checkout",
} as const;

/** max_connections at which exactly six tasks of 10 connections fit. */
export const roomForSix = 83;

export type GovernedStack = SmallStack & {
  readonly target: () => ReturnType<SmallStack["cloud"]["autoScaling"]["target"]>;
  /** Every write to the scalable target that has moved the desired count. */
  readonly moved: { readonly from: number; readonly to: number }[];
};

/** Four tasks of `checkout` behind a scalable target of [2, 10], three minutes old. */
export const governedStack = (
  options: {
    readonly maxConnections?: number;
    readonly requestsPerSecond?: number;
    readonly service?: Partial<ServiceConfig>;
    readonly target?: Partial<RegisterScalableTargetRequest>;
  } = {},
): GovernedStack => {
  const { maxConnections = roomForSix, requestsPerSecond = 100, service = {}, target = {} } = options;
  const stack = smallStack(
    worldSpec(requestsPerSecond, maxConnections),
    stackConfig({ mode: "govern", ...service }, { maxConnections }),
  );
  stack.warmUp(180);
  const { autoScaling } = stack.cloud;
  autoScaling.registerScalableTarget({ ...checkoutTarget, MinCapacity: 2, MaxCapacity: 10, ...target });
  const moved: { from: number; to: number }[] = [];
  const register = autoScaling.registerScalableTarget.bind(autoScaling);
  autoScaling.registerScalableTarget = (input) => {
    const from = stack.world.counts("checkout").desired;
    const answer = register(input);
    const to = stack.world.counts("checkout").desired;
    if (to !== from) moved.push({ from, to });
    return answer;
  };
  return { ...stack, moved, target: () => autoScaling.target(stackConfig().services[0]!) };
};

/** Target tracking at 50 % CPU on the registered target, which AWS runs beside us. */
export const targetTracking = (stack: GovernedStack): TargetTracking =>
  new TargetTracking({
    service: "checkout",
    targetPercent: 50,
    minTasks: 2,
    maxTasks: 100,
    outCooldownSeconds: 60,
    scalableTarget: stack.target,
  });

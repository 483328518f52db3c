import type { RolloutView, ServiceRollout } from "../../aws/read-service-rollout.ts";

/** How a rollout of one task definition stands. */
export type RolloutProgress =
  | { readonly kind: "under-way"; readonly says: string }
  | { readonly kind: "completed"; readonly seconds: number }
  | { readonly kind: "failed"; readonly reason: string; readonly failedTasks: number }
  /** The newest deployment is of another definition. */
  | { readonly kind: "overtaken"; readonly by: string };

/** What was asked of ECS. */
export type AskedRollout = {
  readonly taskDefinition: string;
  /** What was deployed before. */
  readonly from: string;
  readonly beganAtMs: number;
};

/** ECS is eventually consistent: for so long it may show what was there before a deployment. */
const settlesSeconds = 60;

/** Reads ECS's own word for it, and counts where ECS has none. @throws never */
export const rolloutProgress = (
  service: ServiceRollout,
  { taskDefinition, from, beganAtMs }: AskedRollout,
  nowMs: number,
): RolloutProgress => {
  const [primary] = service.deployments;
  if (primary?.taskDefinition === from && nowMs - beganAtMs < settlesSeconds * 1000)
    return { kind: "under-way", says: "ECS doesn't show the deployment yet" };
  if (primary === undefined || primary.taskDefinition !== taskDefinition) {
    const own = service.deployments.find((deployment) => deployment.taskDefinition === taskDefinition);
    if (own?.rolloutState === "FAILED") return failed(own);
    return { kind: "overtaken", by: primary?.taskDefinition ?? "nothing" };
  }
  if (primary.rolloutState === "FAILED") return failed(primary);
  const says = `${primary.running} of ${primary.desired} tasks run the previous definition`;
  const ended = primary.rolloutState === null ? isAlone(service, primary) : primary.rolloutState === "COMPLETED";
  if (!ended) return { kind: "under-way", says };
  return { kind: "completed", seconds: Math.round((primary.updatedAtMs - primary.createdAtMs) / 1000) };
};

const failed = ({ reason, failedTasks }: RolloutView): RolloutProgress => ({ kind: "failed", reason, failedTasks });

const isAlone = ({ deployments, desired }: ServiceRollout, primary: RolloutView): boolean =>
  deployments.length === 1 && primary.running === desired;

/** What ECS tells a lifecycle hook, as far as it is used here. */
export type HookEvent = { readonly cluster: string; readonly ecsService: string };

/**
 * Reads the payload of a deployment lifecycle hook.
 *
 * @returns `null` for a payload without a service's long ARN
 * @throws never
 * @see Amazon ECS developer guide, Lambda hooks for Amazon ECS service deployments
 */
export const readHookEvent = (event: unknown): HookEvent | null => {
  const serviceArn = typeof event === "object" && event !== null ? Reflect.get(event, "serviceArn") : undefined;
  if (typeof serviceArn !== "string") return null;
  const [, cluster, ecsService] = /:service\/([^/]+)\/([^/]+)$/.exec(serviceArn) ?? [];
  return cluster === undefined || ecsService === undefined ? null : { cluster, ecsService };
};

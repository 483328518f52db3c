/** 19 digits, as ECS ids have. */
export function deploymentId(serviceIndex: number, number: number): string {
  const prefix = String(serviceIndex + 1);
  return `ecs-svc/${prefix}${String(number).padStart(19 - prefix.length, "0")}`;
}

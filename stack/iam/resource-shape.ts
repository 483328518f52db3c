import type { Intrinsic } from "../intrinsics.ts";

/**
 * Which resource, or which kind of them, a statement names: the logical id of one of the stack's own, `ecs:service` for
 * services by whatever name, `*` for everything.
 */
export const resourceShape = (resource: "*" | Intrinsic): string => {
  if (resource === "*") return "*";
  if ("Ref" in resource) return resource.Ref;
  if ("Fn::GetAtt" in resource) return resource["Fn::GetAtt"][0];
  const text = resource["Fn::Sub"];
  const [, own] = /^\$\{(\w+)\.Arn\}/.exec(text) ?? [];
  if (own !== undefined) return own;
  const [, , service = "", , , ...rest] = text.replaceAll(/\$\{AWS::(\w+)\}/g, "$1").split(":");
  // What follows the kind is a name; queues and topics have no kind.
  const [, kind = "by name"] = /^([^/:]+)[/:]/.exec(rest.join(":")) ?? [];
  return `${service}:${kind}`;
};

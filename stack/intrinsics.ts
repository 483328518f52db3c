import type { ServiceConfig } from "../shared/config/service-config.ts";

/** A value that CloudFormation fills in. */
export type Intrinsic =
  | { readonly "Fn::Sub": string }
  | { readonly "Fn::GetAtt": readonly [string, string] }
  | { readonly Ref: string };

const sub = (text: string): Intrinsic => ({ "Fn::Sub": text });

/** An ARN in this stack's account and region. */
export const arn = (service: string, resource: string): Intrinsic =>
  sub(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);

/** An ARN of a service that knows neither region nor account. */
export const globalArn = (service: string, resource: string): Intrinsic =>
  sub(`arn:\${AWS::Partition}:${service}:::${resource}`);

export const serviceArn = ({ cluster, ecsService }: ServiceConfig): Intrinsic =>
  arn("ecs", `service/${cluster}/${ecsService}`);

export const arnOf = (logicalId: string): Intrinsic => ({ "Fn::GetAtt": [logicalId, "Arn"] });

/**
 * How long a piece of the template is once CloudFormation has filled it in, for quotas that count characters.
 *
 * @returns an upper bound: the longest partition and region, and 120 characters for every reference to a resource
 */
export const resolvedLength = (piece: unknown): number =>
  JSON.stringify(piece, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    if ("Fn::GetAtt" in value || "Ref" in value) return "x".repeat(120);
    if (!("Fn::Sub" in value)) return value;
    return String(value["Fn::Sub"])
      .replaceAll(/\$\{AWS::Partition\}/g, "aws-us-gov")
      .replaceAll(/\$\{AWS::Region\}/g, "ap-southeast-2")
      .replaceAll(/\$\{AWS::AccountId\}/g, "123456789012");
  }).length;

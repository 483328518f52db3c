import type { DescribeStacksInput } from "@aws-sdk/client-cloudformation";
import type { GetRolePolicyRequest, ListRolePoliciesRequest } from "@aws-sdk/client-iam";
import type { GetFunctionConfigurationRequest } from "@aws-sdk/client-lambda";
import { AwsError } from "../aws-error.ts";
import type { AccountSpec } from "./account-spec.ts";

/** What CloudFormation, Lambda, IAM and STS say of what is deployed. */
export const accountStack = (spec: AccountSpec) => {
  const find = (name: string | undefined) => {
    const found = spec.stacks.find(({ StackName }) => StackName === name);
    if (found === undefined) throw new AwsError("ValidationError", `Stack with id ${name} does not exist`);
    return found;
  };
  const role = (name: string | undefined) => {
    const found = spec.roles[name ?? ""];
    if (found === undefined) throw new AwsError("NoSuchEntity", `The role with name ${name} cannot be found.`, 404);
    return found;
  };
  return {
    "cloudformation DescribeStacks": ({ StackName }: DescribeStacksInput) => ({ Stacks: [find(StackName)] }),
    "lambda GetFunctionConfiguration": ({ FunctionName }: GetFunctionConfigurationRequest) => {
      const found = spec.functions.find((one) => one.FunctionName === FunctionName);
      if (found !== undefined) return found;
      const arn = `arn:aws:lambda:${spec.region}:${spec.accountId}:function:${FunctionName}`;
      throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
    },
    "iam ListRolePolicies": ({ RoleName }: ListRolePoliciesRequest) => ({
      PolicyNames: Object.keys(role(RoleName)),
      IsTruncated: false,
    }),
    "iam GetRolePolicy": ({ RoleName, PolicyName = "" }: GetRolePolicyRequest) => {
      const document = role(RoleName)[PolicyName];
      if (document === undefined)
        throw new AwsError("NoSuchEntity", `The role policy with name ${PolicyName} cannot be found.`, 404);
      // IAM answers the document as RFC 3986 has it in a URL.
      return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(JSON.stringify(document)) };
    },
    "sts GetCallerIdentity": () => ({
      UserId: "AIDAEXAMPLE",
      Account: spec.accountId,
      Arn: `arn:aws:iam::${spec.accountId}:user/dev`,
    }),
  } satisfies Readonly<Record<string, (input: never) => object>>;
};

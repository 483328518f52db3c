import { accountOperations } from "./account-operations.ts";
import type { AccountSpec } from "./account-spec.ts";
import { AwsError } from "./aws-error.ts";
import type { CloudService } from "./cloud-service.ts";
import type { CloudBehind } from "./wire/cloud-behind.ts";

/** An account at rest behind the wire front: without a world, so nothing in it moves. */
export const accountCloud = (account: () => AccountSpec): CloudBehind => {
  const operations: Readonly<Record<string, ((input: never) => object) | undefined>> = accountOperations(account);
  return {
    handle: async (service, operation, input) => {
      const run = operations[`${service} ${operation}`];
      if (run === undefined) throw new AwsError("NotImplemented", `the account has no ${service} ${operation}`, 501);
      const action = actionOf(service, operation);
      if (account().denied.has(action)) throw denial(service, action);
      return run(input as never);
    },
  };
};

/** The IAM action of an operation; Budgets has one for all that it describes. */
const actionOf = (service: CloudService, operation: string): string =>
  service === "budgets" ? "budgets:ViewBudget" : `${service}:${operation}`;

/** AWS has a name for it in each family of services. @see their API references, "Common Errors" */
const denial = (service: CloudService, action: string): AwsError => {
  const message = `User: arn:aws:iam::123456789012:user/example is not authorized to perform: ${action}`;
  if (service === "ec2") return new AwsError("UnauthorizedOperation", message, 403);
  const isQuery = ["cloudformation", "elasticloadbalancing", "rds", "sts"].includes(service);
  return isQuery ? new AwsError("AccessDenied", message, 403) : new AwsError("AccessDeniedException", message, 400);
};

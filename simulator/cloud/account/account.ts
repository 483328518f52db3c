import { AwsError } from "../aws-error.ts";
import type { CloudService } from "../cloud-service.ts";
import { estateOperations } from "../estate-operations.ts";
import { InjectedFailures } from "../injected-failures.ts";
import type { CloudBehind } from "../wire/cloud-behind.ts";
import { AccountEcs } from "./account-ecs.ts";
import { accountListings } from "./account-listings.ts";
import type { AccountSpec } from "./account-spec.ts";
import { accountStack } from "./account-stack.ts";

type Operation = (input: never) => object;

/** What IAM calls a service where it is not its signing name. */
const prefixes: Partial<Record<CloudService, string>> = { "service-quotas": "servicequotas" };

/** The query protocol's services name the refusal without its ending. */
const queryServices: ReadonlySet<CloudService> = new Set([
  "rds",
  "sns",
  "cloudformation",
  "iam",
  "sts",
  "elasticloadbalancing",
]);

/**
 * A described account behind the wire: for what lists and describes, beside the embedded cloud, whose world moves.
 *
 * @see EmbeddedCloud for what decides and acts
 */
export class Account implements CloudBehind {
  /** What AWS answers instead, for the next calls of an operation. */
  readonly failures = new InjectedFailures();
  /** Every call, as `ecs ListClusters`. */
  readonly calls: string[] = [];
  readonly #spec: AccountSpec;
  readonly #operations: Readonly<Record<string, Operation>>;
  readonly #denied = new Set<string>();

  /** @param more operations of other parts, by service and name */
  constructor(spec: AccountSpec, more: Readonly<Record<string, Operation>> = {}) {
    this.#spec = spec;
    const ecs = new AccountEcs(spec);
    this.#operations = {
      "ecs ListClusters": (input) => ecs.listClusters(input),
      "ecs ListServices": (input) => ecs.listServices(input),
      "ecs DescribeServices": (input) => ecs.describeServices(input),
      "ecs DescribeTaskDefinition": (input) => ecs.describeTaskDefinition(input),
      ...estateOperations({ estate: spec.estate }, () => Date.now()),
      ...accountListings(spec),
      ...accountStack(spec),
      ...more,
    };
  }

  /** @param actions as IAM writes them: `rds:DescribeDBInstances` */
  deny(...actions: readonly string[]): void {
    for (const action of actions) this.#denied.add(action);
  }

  readonly handle = async (service: CloudService, operation: string, input: object): Promise<object> => {
    this.calls.push(`${service} ${operation}`);
    const run = this.#operations[`${service} ${operation}`];
    if (run === undefined) throw new AwsError("NotImplemented", `the account has no ${service} ${operation}`, 501);
    const action = `${prefixes[service] ?? service}:${operation}`;
    if (this.#denied.has(action)) throw this.#refusal(service, action);
    const failure = this.failures.take(`${service} ${operation}`);
    if (failure !== null) throw failure;
    return run(input as never);
  };

  #refusal(service: CloudService, action: string): AwsError {
    const { accountId } = this.#spec;
    const message = `User: arn:aws:iam::${accountId}:user/dev is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
    const name = queryServices.has(service) ? "AccessDenied" : "AccessDeniedException";
    return new AwsError(name, message, queryServices.has(service) ? 403 : 400);
  }
}

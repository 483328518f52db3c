import type { Config } from "../../shared/config/config.ts";
import type { FunctionName } from "../../stack/functions.ts";
import { hookStatements } from "../../stack/hook-permissions.ts";
import type { Intrinsic } from "../../stack/intrinsics.ts";
import { limitsStatements } from "../../stack/limits-permissions.ts";
import { recordsStatements } from "../../stack/records-permissions.ts";
import { routerStatements } from "../../stack/router-permissions.ts";
import { runbookStatements } from "../../stack/runbook-permissions.ts";
import { scaleStatements } from "../../stack/scale-permissions.ts";
import type { Statement } from "../../stack/statement.ts";
import type { PolicyStatement } from "./policy.ts";

/** Where a stack is, for the ARNs of what is in it. */
export type StackPlace = {
  /** `headgate-<stage>`, which begins every name. */
  readonly prefix: string;
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
};

const makers: Readonly<Record<FunctionName, (config: Config, logGroup: string) => readonly Statement[]>> = {
  router: (_, logGroup) => routerStatements(logGroup),
  scale: scaleStatements,
  records: recordsStatements,
  limits: limitsStatements,
  hook: hookStatements,
  runbook: (config, logGroup) => runbookStatements(config, logGroup, logGroup.replace(/^.*\/|-runbook$/g, "")),
};

/** What a function's role has to hold by headgate.yml, as it is after CloudFormation has filled it in. */
export const expectedPermissions = (
  name: FunctionName,
  config: Config,
  place: StackPlace,
): readonly PolicyStatement[] =>
  makers[name](config, `/aws/lambda/${place.prefix}-${name}`).map(({ Action, Resource }) => ({
    actions: Action,
    resources: Resource === "*" ? ["*"] : Resource.map((resource) => resolve(resource, place)),
  }));

/** Logical ids of stack/resources, with what stands behind the prefix in each name. */
const queues: Readonly<Record<string, string>> = {
  EventsQueue: "events",
  EventsDeadLetterQueue: "events-dlq",
  ScalingQueue: "scaling.fifo",
  ScalingDeadLetterQueue: "scaling-dlq.fifo",
  RecordsQueue: "records.fifo",
  RecordsDeadLetterQueue: "records-dlq.fifo",
  RunsQueue: "runs",
  RunsDeadLetterQueue: "runs-dlq",
};

/** @returns `null` for what only CloudFormation knows, such as a bucket's name */
const resolve = (resource: Intrinsic, place: StackPlace): string | null => {
  const { prefix, partition, region, accountId } = place;
  const own = (service: string, rest: string): string => `arn:${partition}:${service}:${region}:${accountId}:${rest}`;
  if ("Ref" in resource) return resource.Ref === "Topic" ? own("sns", `${prefix}-notices`) : null;
  if ("Fn::GetAtt" in resource) {
    const [logicalId] = resource["Fn::GetAtt"];
    const queue = queues[logicalId];
    if (queue !== undefined) return own("sqs", `${prefix}-${queue}`);
    return logicalId === "Table" ? own("dynamodb", `table/${prefix}`) : null;
  }
  const text = resource["Fn::Sub"]
    .replaceAll(`\${AWS::Partition}`, partition)
    .replaceAll(`\${AWS::Region}`, region)
    .replaceAll(`\${AWS::AccountId}`, accountId);
  return text.includes("${") ? null : text;
};

import type { DynamoDb } from "../../../shared/aws/clients.ts";
import { makeDomainTable } from "../../../shared/aws/domain-table.ts";
import type { Config } from "../../../shared/config/config.ts";
import { parseConfig } from "../../../shared/config/read-config.ts";
import { type DomainState, newDomainState } from "../../../shared/state/domain-state.ts";
import { Account } from "../../../simulator/cloud/account/account.ts";
import { type AccountSpec, emptyAccount } from "../../../simulator/cloud/account/account-spec.ts";
import { StackState } from "../../../simulator/cloud/account/stack-state.ts";
import { configHash } from "../../../stack/config-hash.ts";
import { functionNames } from "../../../stack/functions.ts";
import { templateParts } from "../../../stack/template.ts";

export const configText = `version: 1
name: shop
databases: { db: { instance: db-1, engine: postgres, maxConnections: 100 } }
services:
  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 10 } }
  web: { cluster: shop, mode: scale, signals: { cpu: 70 } }
`;

export const compiledConfig = (text = configText): Config => {
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
  return reading.config;
};

const prefix = "headgate-prod";
const region = "eu-central-1";
const accountId = "123456789012";

/** As CloudFormation fills a template in. */
const filledIn = (piece: unknown): unknown => {
  const arns: Readonly<Record<string, string>> = {
    Table: `arn:aws:dynamodb:${region}:${accountId}:table/${prefix}`,
    EventsQueue: `arn:aws:sqs:${region}:${accountId}:${prefix}-events`,
    EventsDeadLetterQueue: `arn:aws:sqs:${region}:${accountId}:${prefix}-events-dlq`,
    ScalingQueue: `arn:aws:sqs:${region}:${accountId}:${prefix}-scaling.fifo`,
    RecordsQueue: `arn:aws:sqs:${region}:${accountId}:${prefix}-records.fifo`,
    ScalingDeadLetterQueue: `arn:aws:sqs:${region}:${accountId}:${prefix}-scaling-dlq.fifo`,
    RecordsDeadLetterQueue: `arn:aws:sqs:${region}:${accountId}:${prefix}-records-dlq.fifo`,
    RunsQueue: `arn:aws:sqs:${region}:${accountId}:${prefix}-runs`,
    RunsDeadLetterQueue: `arn:aws:sqs:${region}:${accountId}:${prefix}-runs-dlq`,
  };
  return JSON.parse(
    JSON.stringify(piece, (_, value: unknown) => {
      if (typeof value !== "object" || value === null) return value;
      if ("Ref" in value) return `arn:aws:sns:${region}:${accountId}:${prefix}-notices`;
      if ("Fn::GetAtt" in value) return arns[(value["Fn::GetAtt"] as readonly string[])[0]!] ?? "unknown";
      if (!("Fn::Sub" in value)) return value;
      return String(value["Fn::Sub"])
        .replaceAll(`\${AWS::Partition}`, "aws")
        .replaceAll(`\${AWS::Region}`, region)
        .replaceAll(`\${AWS::AccountId}`, accountId);
    }),
  );
};

const rolesOf = (config: Config): AccountSpec["roles"] => {
  const parts = templateParts(config, prefix);
  return Object.fromEntries(
    functionNames.map((name) => {
      const document = { Version: "2012-10-17", Statement: filledIn(parts[`${name}Statements`]) };
      return [`${prefix}-${region}-${name}`, { [name]: document }];
    }),
  );
};

export type DeployedStack = {
  readonly account: Account;
  readonly state: StackState;
  /** Stores what `scale` would have stored. */
  readonly store: (domain: string, parts: Partial<DomainState>, pausedToo?: boolean) => Promise<void>;
};

/** A stack as it is an hour after its deployment, read a minute ago. */
export const deployedStack = async (
  parts: {
    readonly spec?: Partial<AccountSpec>;
    readonly config?: Config;
    readonly outputs?: Readonly<Record<string, string>>;
  } = {},
): Promise<DeployedStack> => {
  const config = parts.config ?? compiledConfig();
  const nowMs = Date.now();
  const state = new StackState({ prefix, region, accountId }, () => Date.now());
  const outputs = parts.outputs ?? { ConfigHash: configHash(config), HeadgateVersion: "0.1.0" };
  const account = new Account(
    {
      ...emptyAccount,
      stacks: [
        {
          StackName: prefix,
          StackStatus: "UPDATE_COMPLETE",
          CreationTime: new Date(nowMs - 7_200_000),
          LastUpdatedTime: new Date(nowMs - 3_600_000),
          Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
        },
      ],
      functions: functionNames.map((name) => ({
        FunctionName: `${prefix}-${name}`,
        Runtime: "nodejs24.x",
        CodeSha256: "kS3T5yXhQ0kz2gk1J2Cc2mC9b0mZ1vWfZ8l5JkX2y3A=",
        LastModified: "2026-11-20T10:00:00.000+0000",
        State: "Active",
        LastUpdateStatus: "Successful",
      })),
      roles: rolesOf(config),
      subscriptions: [
        {
          TopicArn: `arn:aws:sns:${region}:${accountId}:${prefix}-notices`,
          Protocol: "email",
          Endpoint: "ops@shop.example",
          SubscriptionArn: "arn:aws:sns:eu-central-1:123456789012:x:1",
        },
      ],
      ...parts.spec,
    },
    state.operations(),
  );
  const dynamoDb = {
    send: async (command: { readonly input: never; readonly constructor: { readonly name: string } }) =>
      command.constructor.name === "TransactWriteItemsCommand"
        ? state.table.transactWriteItems(command.input)
        : state.table.putItem(command.input),
  } as unknown as DynamoDb;
  const store: DeployedStack["store"] = async (domain, changes) => {
    const stored = { ...newDomainState(domain), version: 1, readStartedAtMs: nowMs - 60_000, ...changes };
    if (!(await makeDomainTable(dynamoDb, prefix).record(stored, null, 90))) throw new Error("it was stored before");
  };
  return { account, state, store };
};

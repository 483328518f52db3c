import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { nameAndMessage } from "../shared/aws/failure.ts";
import type { HistorySource } from "../shared/aws/history-source.ts";
import { makeReadRuns } from "../shared/aws/read-runs.ts";
import { awsHint } from "../shared/notices/aws-hint.ts";

/** Where a stack keeps its history, as every command that reads it is told. */
export type TableOptions = {
  /** Ends the table's name where none is given. */
  readonly stage: string;
  readonly table?: string;
  readonly region?: string;
};

export const tableOf = ({ stage, table }: TableOptions): string => table ?? `headgate-${stage}`;

/** The developer's own credentials and endpoint, as every AWS tool finds them. */
export const historySource = (options: TableOptions, nowMs: number): HistorySource => {
  const dynamoDb = new DynamoDBClient(options.region === undefined ? {} : { region: options.region });
  const table = tableOf(options);
  return { dynamoDb, table, readRuns: makeReadRuns(dynamoDb, table), nowMs };
};

/** A table that can't be read, with what to do. */
export const describeTableFailure = (table: string, error: unknown): string => {
  const { name, message } = nameAndMessage(error);
  const fix =
    name === "ResourceNotFoundException"
      ? "name the stack by --stage, --table and --region"
      : /AccessDenied/.test(name)
        ? "you need dynamodb:Query, GetItem and BatchGetItem on the table"
        : awsHint(`${name}: ${message}`);
  return `The table ${table} can't be read: ${name}: ${message}${fix === null ? "" : `\n  fix: ${fix}`}`;
};

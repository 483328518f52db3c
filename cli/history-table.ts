import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { DynamoDb } from "../shared/aws/clients.ts";
import { nameAndMessage } from "../shared/aws/failure.ts";
import type { ReadRuns } from "../shared/history/history-entry.ts";
import { awsHint } from "./aws-hint.ts";

/** Where a stack keeps its history, as every command that reads it is told. */
export type TableOptions = {
  /** Ends the table's name where none is given. */
  readonly stage: string;
  readonly table?: string;
  readonly region?: string;
};

/** What the commands read from; runs are those of the runbooks. */
export type HistorySource = {
  readonly dynamoDb: DynamoDb;
  readonly table: string;
  readonly readRuns: ReadRuns;
  readonly nowMs: number;
};

export const tableOf = ({ stage, table }: TableOptions): string => table ?? `headgate-${stage}`;

/** The developer's own credentials and endpoint, as every AWS tool finds them. */
export const historySource = (options: TableOptions, readRuns: ReadRuns, nowMs: number): HistorySource => ({
  dynamoDb: new DynamoDBClient(options.region === undefined ? {} : { region: options.region }),
  table: tableOf(options),
  readRuns,
  nowMs,
});

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

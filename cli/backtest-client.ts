import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CloudWatch } from "../shared/aws/clients.ts";

/** CloudWatch with the user's own credentials, made when it is first asked for. */
export type BacktestClient = {
  readonly cloudWatch: () => CloudWatch;
  /** Tells downloads of accounts and regions apart. */
  readonly scope: string;
};

export const backtestClient = (region: string | undefined): BacktestClient => ({
  cloudWatch: () => new CloudWatchClient(region === undefined ? {} : { region }),
  scope: [region ?? process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"], process.env["AWS_PROFILE"]].join(),
});

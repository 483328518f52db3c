import { channel } from "node:diagnostics_channel";
import type { Config } from "../../shared/config/config.ts";
import type { FunctionName } from "../../stack/functions.ts";
import type { CloudService } from "./cloud-service.ts";
import type { StackNames } from "./stack-names.ts";

/** One SDK command that a function sent, before anything was answered: what IAM would be asked about. */
export type FunctionCall = {
  readonly caller: FunctionName;
  readonly service: CloudService;
  readonly operation: string;
  readonly input: object;
  /** From which the function's role is made. */
  readonly config: Config;
  readonly names: StackNames;
};

/** Carries every FunctionCall of this process to whoever subscribes, as AWS CloudTrail would; costs nothing where nobody does. */
export const functionCalls = channel("headgate:function-calls");

import type { Config } from "../shared/config/config.ts";
import { readStatements } from "./domain-read-permissions.ts";
import { arnOf } from "./intrinsics.ts";
import { runtimeStatements } from "./runtime-permissions.ts";
import type { Statement } from "./statement.ts";

/** What the role of `hook` may do: read a domain as `scale` does, and nothing else. */
export const hookStatements = (config: Config, logGroup: string): readonly Statement[] => [
  ...runtimeStatements(logGroup),
  { Sid: "ReadState", Effect: "Allow", Action: ["dynamodb:BatchGetItem"], Resource: [arnOf("Table")] },
  ...readStatements(config, config.services),
];

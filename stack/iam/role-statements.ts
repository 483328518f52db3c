import type { Config } from "../../shared/config/config.ts";
import type { FunctionName } from "../functions.ts";
import { hookStatements } from "../hook-permissions.ts";
import { limitsStatements } from "../limits-permissions.ts";
import { recordsStatements } from "../records-permissions.ts";
import { routerStatements } from "../router-permissions.ts";
import { runbookStatements } from "../runbook-permissions.ts";
import { scaleStatements } from "../scale-permissions.ts";
import type { Statement } from "../statement.ts";

type MakeStatements = (config: Config, logGroup: string, prefix: string) => readonly Statement[];

const makers: { readonly [Name in FunctionName]: MakeStatements } = {
  router: (_config, logGroup) => routerStatements(logGroup),
  scale: scaleStatements,
  records: recordsStatements,
  limits: limitsStatements,
  hook: hookStatements,
  runbook: runbookStatements,
};

/** The statements of a function's role, as the stack of a configuration has them. @param prefix service and stage */
export const roleStatements = (name: FunctionName, config: Config, prefix: string): readonly Statement[] =>
  makers[name](config, `/aws/lambda/${prefix}-${name}`, prefix);

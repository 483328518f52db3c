import type { Config } from "../shared/config/config.ts";
import type { AnyRunbook } from "../shared/runbooks/runbook.ts";

/** All but those that change the account and are not named in headgate.yml. */
export const availableRunbooks = (
  { runbooks: { allow } }: Pick<Config, "runbooks">,
  registry: readonly AnyRunbook[],
): readonly AnyRunbook[] => registry.filter(({ name, effect }) => effect !== "account" || allow.includes(name));

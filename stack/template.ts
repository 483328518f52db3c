import type { Config } from "../shared/config/config.ts";
import { readCompiledConfig } from "./compiled-config.ts";
import { eventRules, type RuleResource, ruleArns } from "./event-rules.ts";
import type { Intrinsic } from "./intrinsics.ts";
import { routerStatements, type Statement, scaleStatements } from "./permissions.ts";

/** The parts of the template that follow from headgate.yml; serverless.yml and stack/resources/ hold the others. */
export type TemplateParts = {
  readonly rules: Readonly<Record<string, RuleResource>>;
  readonly ruleArns: readonly Intrinsic[];
  readonly routerStatements: readonly Statement[];
  readonly scaleStatements: readonly Statement[];
};

/** @param resourcePrefix service and stage, which begin the name of everything in the stack */
export const templateParts = (config: Config, resourcePrefix: string): TemplateParts => {
  const rules = eventRules(config, resourcePrefix);
  return {
    rules,
    ruleArns: ruleArns(rules),
    routerStatements: routerStatements(`/aws/lambda/${resourcePrefix}-router`),
    scaleStatements: scaleStatements(config, `/aws/lambda/${resourcePrefix}-scale`),
  };
};

export const readTemplateParts = (root: string, resourcePrefix: string): TemplateParts =>
  templateParts(readCompiledConfig(root).config, resourcePrefix);

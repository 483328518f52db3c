import type { Config } from "../shared/config/config.ts";
import { type AlarmResource, alarmResources } from "./alarm-resources.ts";
import { readCompiledConfig } from "./compiled-config.ts";
import { type DigestResource, digestResources } from "./digest-resources.ts";
import { eventRules, type RuleResource, ruleArns } from "./event-rules.ts";
import { hookStatements } from "./hook-permissions.ts";
import type { Intrinsic } from "./intrinsics.ts";
import { limitsStatements } from "./limits-permissions.ts";
import { limitsRules, type PermissionResource } from "./limits-rules.ts";
import { type NginxResources, nginxResources } from "./nginx-resources.ts";
import { recordsEnvironment } from "./records-environment.ts";
import { recordsStatements } from "./records-permissions.ts";
import { releaseOutputs } from "./release-outputs.ts";
import { routerStatements } from "./router-permissions.ts";
import { type DocumentResource, runbookDocuments } from "./runbook-documents.ts";
import { runbookEnvironment } from "./runbook-environment.ts";
import { runbookStatements } from "./runbook-permissions.ts";
import { scaleStatements } from "./scale-permissions.ts";
import type { Statement } from "./statement.ts";

/** The parts of the template that follow from headgate.yml; serverless.yml and stack/resources/ hold the others. */
export type TemplateParts = {
  readonly rules: Readonly<Record<string, RuleResource | PermissionResource>>;
  /** Of the rules that send to the queue `events`. */
  readonly ruleArns: readonly Intrinsic[];
  /** Of all rules: what none could deliver is in one dead-letter queue. */
  readonly deadLetterRuleArns: readonly Intrinsic[];
  readonly routerStatements: readonly Statement[];
  readonly scaleStatements: readonly Statement[];
  readonly recordsStatements: readonly Statement[];
  readonly recordsEnvironment: Readonly<Record<string, Intrinsic>>;
  /** The bucket and the command document: only where a fleet of nginx instances is written. */
  readonly nginx: { readonly Resources: NginxResources };
  readonly limitsStatements: readonly Statement[];
  readonly hookStatements: readonly Statement[];
  readonly runbookStatements: readonly Statement[];
  readonly runbookEnvironment: Readonly<Record<string, unknown>>;
  readonly digest: { readonly Resources: Readonly<Record<string, DigestResource>> };
  /** The same for every configuration. */
  readonly alarms: { readonly Resources: Readonly<Record<string, AlarmResource>> };
  readonly runbookDocuments: { readonly Resources: Readonly<Record<string, DocumentResource>> };
};

/** With what only the service's folder knows. */
export type StackParts = TemplateParts & { readonly release: ReturnType<typeof releaseOutputs> };

/** @param resourcePrefix service and stage, which begin the name of everything in the stack */
export const templateParts = (config: Config, resourcePrefix: string): TemplateParts => {
  const rules = eventRules(config, resourcePrefix);
  const allRules = { ...rules, ...limitsRules(config, resourcePrefix) };
  return {
    rules: allRules,
    ruleArns: ruleArns(rules),
    deadLetterRuleArns: ruleArns(allRules),
    routerStatements: routerStatements(`/aws/lambda/${resourcePrefix}-router`),
    scaleStatements: scaleStatements(config, `/aws/lambda/${resourcePrefix}-scale`),
    recordsStatements: recordsStatements(config, `/aws/lambda/${resourcePrefix}-records`),
    recordsEnvironment: recordsEnvironment(config),
    nginx: { Resources: nginxResources(config, resourcePrefix) },
    limitsStatements: limitsStatements(config, `/aws/lambda/${resourcePrefix}-limits`),
    hookStatements: hookStatements(config, `/aws/lambda/${resourcePrefix}-hook`),
    runbookStatements: runbookStatements(config, `/aws/lambda/${resourcePrefix}-runbook`, resourcePrefix),
    runbookEnvironment: runbookEnvironment(config, resourcePrefix),
    digest: { Resources: digestResources(config, resourcePrefix) },
    alarms: { Resources: alarmResources(resourcePrefix) },
    runbookDocuments: { Resources: runbookDocuments(config, resourcePrefix) },
  };
};

export const readTemplateParts = (root: string, resourcePrefix: string): StackParts => {
  const { config } = readCompiledConfig(root);
  return { ...templateParts(config, resourcePrefix), release: releaseOutputs(config, root) };
};

import { type Finding, failed, judge, ok, warning } from "./finding.ts";
import type { StackFacts, StackReadings } from "./stack-readings.ts";

/** The stack itself, and whether it is what is on the developer's disk. */
export const checkStack = (readings: StackReadings): readonly Finding[] => {
  const what = `stack ${readings.stackName}`;
  const missing = (): Finding =>
    failed(
      what,
      `is not in ${readings.caller.accountId}, ${readings.caller.region}`,
      "name it with --stage and --region, or deploy it: docs/deploy.md",
    );
  return judge(what, readings.stack, missing, (stack) => [
    statusOf(what, stack),
    ...versionOf(readings, stack),
    ...configOf(readings, stack),
  ]);
};

/** @see CloudFormation User Guide, "Stack status codes" */
const statusOf = (what: string, { status, reason }: StackFacts): Finding => {
  const says = reason === null ? status : `${status}: ${reason}`;
  if (/^(?:CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return ok(what, status);
  // A rollback that ended well has left what was there before.
  if (status === "UPDATE_ROLLBACK_COMPLETE")
    return warning(what, says, "the last deployment was taken back: read its events and deploy again");
  if (/_IN_PROGRESS$/.test(status)) return warning(what, says, "wait for its end and look again");
  return failed(what, says, "read its events in CloudFormation, mend the cause and deploy again");
};

const versionOf = ({ cli }: StackReadings, { version }: StackFacts): readonly Finding[] => {
  if (version === null)
    return [
      {
        status: "unknown",
        what: "release",
        says: `the stack doesn't say which is deployed; here it is ${cli.version}`,
        fix: "deploy it again",
      },
    ];
  return version === cli.version
    ? [ok("release", `${version}, as here`)]
    : [
        warning(
          "release",
          `${version} is deployed, and here it is ${cli.version}`,
          "deploy it again, or check out the deployed one",
        ),
      ];
};

const configOf = ({ config }: StackReadings, { configHash }: StackFacts): readonly Finding[] => {
  if (config.kind === "unusable") return [];
  if (configHash === null)
    return [
      {
        status: "unknown",
        what: "configuration",
        says: "the stack doesn't say which one is built in",
        fix: "deploy it again",
      },
    ];
  return configHash === config.hash
    ? [ok("configuration", `${configHash} is built in, as in ${config.file}`)]
    : [
        warning(
          "configuration",
          `${configHash} is built in, and ${config.file} is ${config.hash}`,
          "deploy it, or name the deployed file with --config",
        ),
      ];
};

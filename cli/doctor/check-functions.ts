import { type Finding, failed, judge, ok, warning } from "./finding.ts";
import { comparePolicies } from "./policy.ts";
import type { RoleReading, StackReadings } from "./stack-readings.ts";

/** Longer lists are cut: one line is read. */
const mostListed = 3;

export const checkFunctions = ({ functions }: StackReadings): readonly Finding[] =>
  functions.flatMap(({ name, facts }) => {
    const what = `function ${name}`;
    const missing = (): Finding => failed(what, "is not there", "deploy it again");
    return judge(what, facts, missing, ({ runtime, codeSha256, lastModified, state, lastUpdate }) => {
      const says = `${runtime}, code ${codeSha256.slice(0, 12)}, changed ${lastModified}`;
      if (state === "Failed" || lastUpdate === "Failed")
        return [
          failed(
            what,
            `${says}, state ${state}, last update ${lastUpdate}`,
            "look at its configuration in Lambda and deploy it again",
          ),
        ];
      if (state === "Inactive" || (state === "Active" && lastUpdate === "Successful")) return [ok(what, says)];
      return [warning(what, `${says}, state ${state}, last update ${lastUpdate}`, "wait for its end and look again")];
    });
  });

/** Whether each function may do what headgate.yml makes it do, and no more. */
export const checkRoles = ({ roles }: StackReadings): readonly Finding[] => roles.flatMap(checkRole);

const checkRole = ({ functionName, roleName, expected, actual }: RoleReading): readonly Finding[] => {
  const what = `role of ${functionName}`;
  const missing = (): Finding => failed(what, `${roleName} is not there`, "deploy it again");
  return judge(what, actual, missing, (statements) => {
    if (expected === null)
      return [
        { status: "unknown", what, says: "there is no headgate.yml to compare it with", fix: "name it with --config" },
      ];
    const { missing: lacking, extra } = comparePolicies(expected, statements);
    const words = lacking.map(({ action, resources }) => `${action} on ${listed(resources)}`);
    return [
      ...(lacking.length === 0
        ? [ok(what, "holds what headgate.yml needs")]
        : [failed(what, `lacks ${listed(words)}`, "deploy it again: the role follows from headgate.yml")]),
      ...(extra.length === 0
        ? []
        : [
            warning(
              what,
              `holds more than headgate.yml needs: ${listed(extra)}`,
              "deploy it again, or find out who has added it",
            ),
          ]),
    ];
  });
};

const listed = (words: readonly string[]): string =>
  words.length <= mostListed
    ? words.join(", ")
    : `${words.slice(0, mostListed).join(", ")} and ${words.length - mostListed} more`;

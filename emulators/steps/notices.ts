import { expectEqual } from "../expect-equal.ts";
import type { ReceivedNotice } from "../notice-inbox.ts";
import { stackName } from "../serverless-command.ts";
import type { Step } from "../step.ts";

/** What has to be told by now: `code service`. */
const expected = ["scaled-out mailer", "scaled-out order", "database-budget order", "autoscaling-suspended order"];

/** The topic's notices, as a subscribed queue gets them; between them, what the stack's own alarms say. */
export const notices: Step = {
  name: "notices",
  run: async ({ notices: inbox, wait }) => {
    const { notices: received, alarms } = await wait(
      `the notices ${expected.join(", ")}`,
      () => inbox.read(),
      (seen) => expected.every((subject) => seen.notices.some((one) => subjectOf(one) === subject)),
    );
    for (const { AlarmName } of alarms)
      expectEqual(`${AlarmName} is an alarm of the stack`, AlarmName.startsWith(`${stackName}-`), true);
    for (const one of received) {
      expectEqual(`what is wrong with the notice "${subjectOf(one)}"`, one.problems, []);
      const { code, severity } = one.notice;
      expectEqual("the attributes for filters", [one.attributes["code"], one.attributes["severity"]], [code, severity]);
    }
    const subjects = [...new Set(received.map(subjectOf))].sort();
    const states = alarms.map(({ AlarmName, NewStateValue }) => `${AlarmName} ${NewStateValue}`).sort();
    return [
      `${received.length} notices as docs/notice.schema.json has them: ${subjects.join(", ")}`,
      ...(states.length === 0 ? [] : [`${states.length} messages of the stack's own alarms: ${states.join(", ")}`]),
    ];
  },
};

const subjectOf = ({ notice: { code, service, database } }: ReceivedNotice): string =>
  [code, service ?? database].filter((word) => word !== null).join(" ");

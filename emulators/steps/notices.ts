import { expectEqual } from "../expect-equal.ts";
import type { ReceivedNotice } from "../notice-inbox.ts";
import type { Step } from "../step.ts";

/** What has to be told by now: `code service`. */
const expected = ["scaled-out mailer", "scaled-out order", "database-budget order", "autoscaling-suspended order"];

/** The topic's notices, as a subscribed queue gets them. */
export const notices: Step = {
  name: "notices",
  run: async ({ notices: inbox, wait }) => {
    const received = await wait(
      `the notices ${expected.join(", ")}`,
      () => inbox.read(),
      (seen) => expected.every((subject) => seen.some((one) => subjectOf(one) === subject)),
    );
    for (const one of received) {
      expectEqual(`what is wrong with the notice "${subjectOf(one)}"`, one.problems, []);
      const { code, severity } = one.notice;
      expectEqual("the attributes for filters", [one.attributes["code"], one.attributes["severity"]], [code, severity]);
    }
    const subjects = [...new Set(received.map(subjectOf))].sort();
    return [`${received.length} notices as docs/notice.schema.json has them: ${subjects.join(", ")}`];
  },
};

const subjectOf = ({ notice: { code, service, database } }: ReceivedNotice): string =>
  [code, service ?? database].filter((word) => word !== null).join(" ");

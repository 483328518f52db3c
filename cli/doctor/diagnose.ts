import { checkDomains } from "./check-domains.ts";
import { checkFunctions, checkRoles } from "./check-functions.ts";
import { checkQueues } from "./check-queues.ts";
import { checkStack } from "./check-stack.ts";
import { type Finding, failed, judge, ok, warning } from "./finding.ts";
import type { StackReadings } from "./stack-readings.ts";

/** The first Node that runs TypeScript as it is. */
const leastNode = { major: 22, minor: 18 };

/**
 * What is well with an installation and what isn't, each in one line with what to do.
 *
 * @returns in the order in which causes come before their effects; where the stack is not there, nothing of what is in it
 * @throws never
 */
export const diagnose = (readings: StackReadings, nowMs: number): readonly Finding[] => [
  ...checkHere(readings),
  ...checkStack(readings),
  ...(readings.stack.kind === "missing"
    ? []
    : [
        ...checkFunctions(readings),
        ...checkRoles(readings),
        ...checkQueues(readings),
        ...checkDomains(readings, nowMs),
        ...checkTopic(readings),
        ...checkAlarms(readings),
      ]),
];

const checkHere = ({ cli, caller, config }: StackReadings): readonly Finding[] => {
  const [major = 0, minor = 0] = cli.node.split(".").map(Number);
  const isOld = major < leastNode.major || (major === leastNode.major && minor < leastNode.minor);
  return [
    isOld
      ? failed("here", `Headgate ${cli.version} on Node ${cli.node}`, "install Node 24")
      : ok("here", `Headgate ${cli.version} on Node ${cli.node}`),
    ok("you", `${caller.arn} in ${caller.region}`),
    config.kind === "read"
      ? ok("headgate.yml", `${config.file} is valid, ${config.hash}`)
      : failed("headgate.yml", config.detail, "npx headgate validate says all of it; --config names another file"),
  ];
};

const checkTopic = ({ topic }: StackReadings): readonly Finding[] => {
  const what = "notices";
  const missing = (): Finding => failed(what, `the topic ${topic.arn} is not there`, "deploy it again");
  return judge(what, topic.subscriptions, missing, (subscriptions) => {
    const pending = subscriptions.filter((subscription) => subscription.pending);
    const confirmed = subscriptions.length - pending.length;
    return [
      confirmed === 0
        ? warning(what, "nobody gets them", `subscribe somebody to ${topic.arn}`)
        : ok(what, `${confirmed} confirmed ${confirmed === 1 ? "subscription" : "subscriptions"}`),
      ...pending.map(({ protocol, endpoint }) =>
        warning(
          what,
          `${protocol} ${endpoint} has not confirmed`,
          "confirm the message that AWS has sent there, or subscribe again: it expires after two days",
        ),
      ),
    ];
  });
};

const checkAlarms = ({ alarms }: StackReadings): readonly Finding[] =>
  judge(
    "alarms",
    alarms,
    () => ok("alarms", "none is in ALARM"),
    (firing) =>
      firing.length === 0
        ? [ok("alarms", "none is in ALARM")]
        : firing.map(({ name, reason }) => failed(`alarm ${name}`, reason, "its description says what it watches")),
  );

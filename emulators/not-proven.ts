import type { LeftOut } from "./adapt-template.ts";

/** What this run can't show, since no emulator does it. */
export type NotProven = {
  readonly what: string;
  readonly because: string;
  /** The test or the folder of tests that does, from the root. */
  readonly shownBy: string;
};

/** A closed list: what is not in it is either proven above or a fault of the run. */
export const notProven: readonly NotProven[] = [
  {
    what: "IAM",
    because: "neither emulator checks who may do what",
    shownBy: "tests/stack/permissions.test.ts",
  },
  {
    what: "when alarms change their state",
    because: "ministack ignores their dimensions; the test says the states and plays CloudWatch's event",
    shownBy: "tests/cloud/signals.test.ts",
  },
  {
    what: "alarms on metric math, documents of Systems Manager",
    because: "ministack's CloudFormation refuses them; they are left out of the template, by name",
    shownBy: "tests/stack/template.test.ts",
  },
  {
    what: "ECS deployments, task placement, starting and draining",
    because: "moto starts no task for a service; the test does, in both directions, and tells EventBridge",
    shownBy: "tests/simulator",
  },
  {
    what: "a published service that shrinks, victim first",
    because: "moto has no UpdateTaskProtection",
    shownBy: "tests/scale/withdrawal.test.ts",
  },
  {
    what: "two services of one cluster",
    because: "moto lists the tasks of the whole cluster for each of them",
    shownBy: "tests/aws/read-tasks.test.ts",
  },
  {
    what: "Performance Insights, the Fargate quota",
    because: "no emulator has them; limits come from parameter groups, and the quota is told as unknown",
    shownBy: "tests/limits-function",
  },
  {
    what: "what Scheduler fills into an input",
    because: "ministack sends the input as it stands; the test fills it in before",
    shownBy: "tests/stack/template.test.ts",
  },
  {
    what: "how a handler's module is found, the name of an error that a function throws",
    because: "ministack looks for no .cjs, which is taught to it, and calls every error Runtime.HandlerError",
    shownBy: "tests/cli/run.test.ts",
  },
  {
    what: "throttling, timeouts of functions, batches over 10, FIFO groups side by side",
    because: "ministack has no throttle, hands out at most 10 messages, and reads a FIFO queue with one function",
    shownBy: "tests/faults",
  },
];

/** The list in lines, with the resources that the template had to lose. */
export const renderNotProven = (leftOut: readonly LeftOut[]): readonly string[] => [
  "Not shown here, and where it is:",
  ...notProven.map(({ what, because, shownBy }) => `  ${what}: ${because} (${shownBy})`),
  `Left out of the template: ${leftOut.length === 0 ? "nothing" : byReason(leftOut)}`,
];

const byReason = (leftOut: readonly LeftOut[]): string => {
  const byBecause = new Map<string, string[]>();
  for (const { logicalId, because } of leftOut) {
    byBecause.set(because, [...(byBecause.get(because) ?? []), logicalId]);
  }
  return [...byBecause].map(([because, ids]) => `${ids.sort().join(", ")}: ${because}`).join("; ");
};

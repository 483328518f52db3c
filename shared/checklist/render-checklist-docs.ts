import type { GeneratedFile } from "../config/render-docs.ts";
import { type CheckCode, checkCodes } from "./check-codes.ts";

/**
 * docs/checklist.md, from the table of checks.
 *
 * @param actions the IAM actions that a role needs
 */
export const checklistPage = (actions: readonly string[]): GeneratedFile => ({
  path: "docs/checklist.md",
  text: [
    "<!-- Generated from shared/checklist/check-codes.ts by cli/checklist-docs.ts. Edit the table. -->",
    "# The checklist",
    introduction,
    "## Checks",
    "| code | what is asked | why |\n|---|---|---|\n".concat(
      (Object.keys(checkCodes) as readonly CheckCode[])
        .map((code) => `| \`${code}\` | ${checkCodes[code].rule} | ${checkCodes[code].why} |`)
        .join("\n"),
    ),
    alarms,
    journey,
    "## Permissions",
    "All of them read. `headgate checklist` uses your own credentials; a role for it needs these, on `*`:",
    ["```", ...actions, "```"].join("\n"),
    limits,
  ]
    .join("\n\n")
    .concat("\n"),
});

const introduction = `\`npx headgate checklist --region eu-central-1\` holds an account against what it should have on its first day, and says where it is
on the way from one server to services that scale apart. It reads with your own credentials and changes nothing. Each fix is a
command for you to look at and run; what you have to fill in is a variable of your shell, such as \`"$TOPIC_ARN"\`.
Commands go to the region of your shell: set \`AWS_REGION\` to the one that was looked at, as the report's second line does.

Every check says one of three things about each thing that it is about:

- **pass**: it is as it should be, or there is nothing of the kind;
- **finding**: it is not. What, why it matters, the fix, and what the fix costs;
- **unknown**: it could not be told, and why. A call that was not allowed is also a finding of its own, \`permission-missing\`, with
  the IAM action. Nothing passes because it wasn't seen.

It exits with 0 where nothing is found, 1 where something is found or can't be told, 2 where AWS can't be asked at all.`;

const alarms = `## When an alarm counts

An alarm counts for a service or a database when it fires at least whenever it is asked to:

| part | at least as strict when |
|---|---|
| metric and dimensions | exactly those of the service, its target group or its DB instance; a balancer's own metrics where it has no other target group; a cluster's \`Maximum\` for its members |
| comparison | greater than, or greater than or equal to |
| threshold | at or below the one asked for |
| window | period x datapoints to alarm at or below the one asked for |
| statistic | Average, Maximum, or a percentile from p90 up |
| who is told | not only scaling policies: their alarms add tasks and wake nobody |

A ratio of errors is metric math. Its expression is worked out for a period in which 1.01 % of very many requests end in a 5xx:
ratios and percentages count however they are written. Understood are numbers, names, \`+ - * /\`, comparisons, \`AND\`, \`OR\`, \`IF\` and
\`FILL\`; an alarm on the right metrics with anything else is unknown, not wrong.

An alarm without actions counts, and is the finding \`alarm-actions\`.`;

const journey = `## The journey

The stage is the first of these that holds:

| stage | holds when |
|---|---|
| 5 services that scale apart | two ECS services or more have a scaling target of their own with room between its bounds, or are scaled by Headgate |
| 4 cache and elastic groups | ElastiCache publishes metrics, and a service has such a target or an Auto Scaling group publishes |
| 3 read replicas | a database has a read replica, or a cluster has a reader |
| 2 several behind a balancer | a service in a target group wants two tasks or more |
| 1 one server | none of these |

The one next step is the first that the last seven days ask for. A busy hour is the 95th percentile of the hours:

| step | when |
|---|---|
| RDS Proxy or smaller pools | a writer's connections have come to 80 % of its limit |
| read replica | a writer's CPU is at 70 % or more, half of its operations are reads, it has no replica |
| cache | the same, it has a replica, and no cache is seen |
| larger class | a writer's CPU is at 70 % or more, and it is the writes, or replica and cache are there |
| second zone | a database that is written to, or a service with two tasks or more, is in one zone |
| two tasks | a service behind a balancer has one task |
| elastic count | a service's CPU is at 60 % or more, and its count is fixed |

A figure that isn't known asks for nothing.`;

const limits = `## What it doesn't see

- ElastiCache and EC2 Auto Scaling are not asked themselves. They are seen by the metrics that they have published in the last two
  weeks; an Auto Scaling group publishes only where its group metrics are switched on.
- Operations that a database answers from memory are in no metric of RDS: the share of reads is that of the disk.
- The limit of a database comes from \`headgate.yml\`, else from the engine's default for its class. A parameter group is not read.
- Whether anybody is told of a budget, and who reads a topic, is not looked at.
- One region at a time. Budgets and Trusted Advisor are the account's, whatever the region.`;

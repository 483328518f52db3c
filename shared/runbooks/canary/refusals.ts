import type { RefusalTable } from "../refusal.ts";

export const canaryRefusals = {
  "alarms-needed": {
    means: "Without an alarm nothing would take the traffic back when the new side fails.",
    remedy: "Name at least one alarm in alarms (the runbook `alarms` makes some), or say withoutAlarms: true.",
  },
  "alarm-not-ok": {
    means: "An alarm is in ALARM, can't be read, or has had no data for too long, so nothing could be told from it.",
    remedy: "See the alarm in the message. Start when it is OK.",
  },
  "not-found": {
    means: "The listener, its rule, the target group or the service is not there.",
    remedy: "Check the ARN and the region; aws elbv2 describe-rules shows the rules of a listener.",
  },
  "not-weighted": {
    means: "The rule doesn't forward to the old target group, or forwards to others too.",
    remedy: "Name a rule whose forward action has the old target group, alone or with the new one.",
  },
  "no-healthy-target": {
    means: "The new side has no healthy task, so whoever is sent there gets an error.",
    remedy: "Wait until its health checks pass, then start again.",
  },
  "past-budget": {
    means: "The tasks of both sides together hold more connections than a database's budget has.",
    remedy: "Lower the count of one side, or take the way that the message names.",
  },
  "cannot-decide": {
    means: "What is needed to tell whether the databases carry both sides can't be read now.",
    remedy: "See the reason in the message; try again when it can be read.",
    mayPass: true,
  },
  "rolled-back": {
    means: "The new side was given up on the way, and the old one has all traffic again.",
    remedy: "See the reason in the message, and the log for what was seen at each step.",
  },
  overtaken: {
    means: "Somebody else has changed the weights or deployed in between; this run has let go of them.",
    remedy: "See who writes them, such as a pipeline; then start again.",
  },
  "not-prepared": {
    means: "ECS can't shift traffic of this service: its load balancer has no second target group and listener rule.",
    remedy:
      "Give the service's load balancer an advancedConfiguration (alternate target group, production listener rule, role), or use by: alb.",
  },
  "other-controller": {
    means: "Deployments of this service are not ECS's own.",
    remedy: "Use the deployment tool's own canary, or by: alb.",
  },
  "already-current": {
    means: "The service's newest deployment is of this task definition already.",
    remedy: "Name the new task definition.",
  },
  "rollout-failed": {
    means: "ECS has given the deployment up.",
    remedy: "See ECS's reason in the message and those of the stopped tasks.",
  },
} as const satisfies RefusalTable;

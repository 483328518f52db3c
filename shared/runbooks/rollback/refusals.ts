import type { RefusalTable } from "../refusal.ts";

export const rollbackRefusals = {
  "current-is-healthy": {
    means: "The deployment that runs now got through, so ECS sees nothing wrong with it.",
    remedy: "If it is the release that is wrong, roll back with force: true.",
  },
  "history-unreadable": {
    means: "ECS's history of the service's deployments can't be read, so nobody knows what was healthy.",
    remedy:
      "See ECS's answer in the message. Where the permission is missing, deploy the stack again. To go back by hand: aws ecs update-service --task-definition.",
    mayPass: true,
  },
  "nothing-before": {
    means: "ECS knows of no other task definition of this service; it keeps deployments for 90 days.",
    remedy: "Name the task definition that is meant and deploy it with your pipeline.",
  },
  "never-healthy": {
    means: "The deployments of the task definition didn't get through, so going back to it would not help.",
    remedy: "Leave taskDefinition out to get the newest one that was healthy, or name another.",
  },
  "already-current": {
    means: "The service's newest deployment is of this task definition already.",
    remedy: "Nothing to do; name another one if this is not the one that is meant.",
  },
  "revision-gone": {
    means: "The task definition was deregistered or deleted. ECS deploys no such definition.",
    remedy: "Register it again from your repository and deploy that, or name a revision that is ACTIVE.",
  },
  "other-controller": {
    means: "Deployments of this service are not ECS's own, so ECS refuses to change its task definition.",
    remedy: "Roll back with the tool that is named in the message.",
  },
  "rolling-back-already": {
    means: "ECS itself is taking the last deployment back.",
    remedy: "Wait for it; look again with a dry run afterwards.",
  },
  "service-not-found": {
    means: "ECS has no active service under the name that headgate.yml gives.",
    remedy: "Check cluster and service in headgate.yml.",
  },
  "past-budget": {
    means: "While both revisions run, their pools don't fit into a database's budget.",
    remedy: "Set the maximumPercent that the message names on the ECS service first, then roll back.",
  },
  "cannot-decide": {
    means: "What is needed to tell whether the databases carry the rollout can't be read now.",
    remedy: "See the reason in the message; try again when it can be read.",
    mayPass: true,
  },
  "rollout-failed": {
    means: "ECS has given up the deployment of the previous task definition.",
    remedy: "See ECS's reason in the message and the stopped tasks' reasons; then name another revision.",
  },
  overtaken: {
    means: "Another deployment has begun since, so the rollback is not what the service gets.",
    remedy: "See who has deployed; run rollback again if the service is still wrong.",
  },
} as const satisfies RefusalTable;

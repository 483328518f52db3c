import { refuseWith } from "../refusal.ts";
import type { PlanInput } from "../runbook.ts";
import { report, type Step } from "../step.ts";
import { revisionName } from "./choose-revision.ts";
import { lookSeconds } from "./plan-rollback.ts";
import { rollbackRefusals } from "./refusals.ts";
import type { RollbackAction, RollbackParams, RollbackReading, RollbackState } from "./rollback-run.ts";
import { rolloutProgress } from "./watch-rollout.ts";

type Input = PlanInput<RollbackParams, RollbackReading, RollbackState>;
type RollbackStep = Step<RollbackState, RollbackAction>;

/** Until ECS calls it completed or failed, or for an hour. Pure. */
export const watchRollback = ({
  params: { service: name },
  state,
  reading: { service },
  nowMs,
}: Input): RollbackStep => {
  const { taskDefinition, beganAtMs, givesUpAtMs } = state!;
  const refused = (code: keyof typeof rollbackRefusals, message: string, numbers = {}): RollbackStep => ({
    kind: "refused",
    refusal: refuseWith(rollbackRefusals, code, message, numbers),
  });
  if (service === null) return refused("service-not-found", `ECS has no active service for ${name} any more`);
  const to = revisionName(taskDefinition);
  const progress = rolloutProgress(service, state!, nowMs);
  switch (progress.kind) {
    case "completed": {
      const { seconds } = progress;
      const { desired, running } = service;
      return {
        kind: "done",
        report: report(`${name} runs ${to}: completed after ${seconds} s, ${running} of ${desired} tasks.`, {
          taskDefinition: to,
          seconds,
          desired,
          running,
        }),
      };
    }
    case "failed": {
      const { reason, failedTasks } = progress;
      return refused("rollout-failed", `${name}: ${to} FAILED, ${failedTasks} tasks failed: ${reason}`, {
        failedTasks,
      });
    }
    case "overtaken":
      return refused("overtaken", `${name}: the newest deployment is of ${revisionName(progress.by)}, not ${to}`);
    case "under-way": {
      if (nowMs < givesUpAtMs) return { kind: "wait", state: state!, inSeconds: lookSeconds, says: progress.says };
      const watchedSeconds = Math.round((nowMs - beganAtMs) / 1000);
      return {
        kind: "done",
        report: report(`${name}: not complete after ${watchedSeconds} s, ${progress.says}; ECS goes on by itself.`, {
          taskDefinition: to,
          watchedSeconds,
        }),
      };
    }
  }
};

/** To stop it would bring back what was to be left, so an abort only stops watching. Pure. */
export const abortRollback = ({
  params: { service: name },
  state,
  reading: { service },
  config,
  nowMs,
}: Input): RollbackStep => {
  if (state === null) return { kind: "done", report: report("Nothing was deployed.") };
  const to = revisionName(state.taskDefinition);
  const progress = service === null ? null : rolloutProgress(service, state, nowMs);
  const { cluster, ecsService } = config.services.find((one) => one.name === name)!;
  const find = `aws ecs list-service-deployments --cluster ${cluster} --service ${ecsService} --status IN_PROGRESS`;
  const stop = "aws ecs stop-service-deployment --stop-type ROLLBACK --service-deployment-arn ARN";
  const goesOn = `The deployment of ${to} goes on without this run. To have ECS take it back: ${find}, then ${stop}.`;
  switch (progress?.kind) {
    case "under-way":
      return { kind: "done", report: report(goesOn, { taskDefinition: to, goesOn: true }) };
    case "completed":
      return {
        kind: "done",
        report: report(`${name} runs ${to}: it was complete.`, { taskDefinition: to, goesOn: false }),
      };
    default:
      return {
        kind: "done",
        report: report(`${name} doesn't run ${to}: nothing was deployed, or it was given up.`, {
          taskDefinition: to,
          goesOn: false,
        }),
      };
  }
};

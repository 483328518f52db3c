import type { TaskDefinition } from "@aws-sdk/client-ecs";
import type { PastDeployment } from "../../aws/read-deployment-history.ts";
import type { ServiceRollout } from "../../aws/read-service-rollout.ts";
import { newPools } from "../../preflight/new-pools.ts";
import { readDefinition } from "../../preflight/read-definition.ts";
import { type Refusal, refuseWith } from "../refusal.ts";
import type { PlanInput } from "../runbook.ts";
import type { Step } from "../step.ts";
import { type ChosenRevision, chooseRevision, revisionName } from "./choose-revision.ts";
import { compareDefinitions } from "./compare-definitions.ts";
import { rollbackRefusals } from "./refusals.ts";
import type { RollbackAction, RollbackParams, RollbackReading, RollbackState } from "./rollback-run.ts";
import { describeFitting, rolloutFit } from "./rollout-fit.ts";

type Input = PlanInput<RollbackParams, RollbackReading, RollbackState>;
type RollbackStep = Step<RollbackState, RollbackAction>;

/** ECS keeps trying for long; somebody has to look by then. */
const watchSeconds = 3600;
export const lookSeconds = 15;

/** Refuses, or deploys the previous definition. Pure. */
export const planRollback = ({ params, reading, config, nowMs }: Input): RollbackStep => {
  const { service, before } = reading;
  if (service === null) return refused("service-not-found", `ECS has no active service for ${params.service}`);
  const unlike = refuseController(params, service);
  if (unlike !== null || before === null) return { kind: "refused", refusal: unlike! };
  if (before.history.kind === "unknown")
    return refused("history-unreadable", `${params.service}: ${before.history.detail}`);
  const history = before.history.value;
  const chosen = chooseRevision(history, service.taskDefinition, params.taskDefinition ?? null);
  const refusal = refuseNow(params, service, history) ?? refuseChoice(params, service, chosen, before.previous);
  if (refusal !== null) return { kind: "refused", refusal };
  const { taskDefinition, passedOver } = chosen as Extract<ChosenRevision, { kind: "chosen" }>;
  const pools = poolsOf(config.services.find(({ name }) => name === params.service)!, before.previous!);
  if (pools.kind === "refused") return refused("cannot-decide", `${revisionName(taskDefinition)}: ${pools.because}`);
  const fit = rolloutFit(before.domain, config, params.service, pools.pools, nowMs);
  if (fit.kind === "unknown") return refused("cannot-decide", fit.because);
  if (fit.kind === "exceeds") {
    const { database, missingConnections, now, fitting } = fit;
    return refused(
      "past-budget",
      `both revisions of ${params.service} at once lack ${missingConnections} connections of ${database}; ${describeFitting(fit)}`,
      {
        missingConnections,
        maximumPercent: now.maximumPercent,
        ...(fitting === null ? {} : { fittingMaximumPercent: fitting.maximumPercent }),
      },
    );
  }
  const differences =
    before.current === null ? [] : compareDefinitions(params.service, before.current, before.previous!);
  return {
    kind: "act",
    state: { taskDefinition, from: service.taskDefinition, beganAtMs: nowMs, givesUpAtMs: nowMs + watchSeconds * 1000 },
    changes: [
      {
        about: params.service,
        what: passedOver.length === 0 ? "task definition" : `task definition, past ${describePassed(passedOver)}`,
        from: revisionName(service.taskDefinition),
        to: revisionName(taskDefinition),
      },
      ...differences,
    ],
    actions: [{ service: params.service, taskDefinition }],
    next: { inSeconds: lookSeconds },
    report: null,
  };
};

const refused = (
  code: keyof typeof rollbackRefusals,
  message: string,
  numbers: Readonly<Record<string, number>> = {},
): RollbackStep => ({ kind: "refused", refusal: refuseWith(rollbackRefusals, code, message, numbers) });

const tools = {
  CODE_DEPLOY:
    "CodeDeploy: aws deploy stop-deployment --auto-rollback-enabled, or create-deployment of the last revision",
  EXTERNAL:
    "the tool that creates its task sets: aws ecs update-service-primary-task-set shows and sets the primary one",
} as const;

const refuseController = ({ service: name }: RollbackParams, { controller }: ServiceRollout): Refusal | null =>
  controller === "ECS"
    ? null
    : refuseWith(
        rollbackRefusals,
        "other-controller",
        `${name} is deployed by ${controller}; use ${tools[controller]}`,
      );

const refuseNow = (
  { service: name, force }: RollbackParams,
  { deployments, taskDefinition }: ServiceRollout,
  history: readonly PastDeployment[],
): Refusal | null => {
  const taking = history.find(({ status }) => status === "ROLLBACK_IN_PROGRESS" || status === "ROLLBACK_REQUESTED");
  if (taking !== undefined)
    return refuseWith(
      rollbackRefusals,
      "rolling-back-already",
      `${name}: deployment ${taking.arn} is ${taking.status}`,
    );
  if (force === true || deployments[0]?.rolloutState !== "COMPLETED") return null;
  const message = `${name}: the deployment of ${revisionName(taskDefinition)} is COMPLETED`;
  return refuseWith(rollbackRefusals, "current-is-healthy", message, {}, "params.force");
};

const refuseChoice = (
  { service: name, taskDefinition: asked }: RollbackParams,
  { taskDefinition: current }: ServiceRollout,
  chosen: ChosenRevision,
  previous: TaskDefinition | null,
): Refusal | null => {
  if (asked !== undefined && revisionName(current) === asked)
    return refuseWith(rollbackRefusals, "already-current", `${name} has ${asked} already`, {}, "params.taskDefinition");
  switch (chosen.kind) {
    case "none": {
      const message = `no deployment of ${asked ?? "another task definition"} in ECS's history of ${name}`;
      return refuseWith(rollbackRefusals, "nothing-before", message);
    }
    case "never-healthy": {
      const message = `${name}: deployments of ${asked ?? "every other task definition"} were ${chosen.statuses.join(", ")}`;
      return refuseWith(rollbackRefusals, "never-healthy", message);
    }
    case "chosen": {
      if (previous !== null && previous.status === "ACTIVE") return null;
      const status = previous === null ? "not there any more" : (previous.status ?? "without a status");
      const message = `${name}: ${revisionName(chosen.taskDefinition)} is ${status}`;
      return refuseWith(rollbackRefusals, "revision-gone", message);
    }
  }
};

const poolsOf = (service: Parameters<typeof newPools>[0], definition: TaskDefinition) => {
  const reading = readDefinition(JSON.stringify(definition));
  const read = reading.kind === "read" ? newPools(service, reading.definition) : reading;
  return read.kind === "read"
    ? { kind: "read" as const, pools: read.pools }
    : { kind: "refused" as const, because: `${read.problem.place} ${read.problem.message}` };
};

const describePassed = (passed: readonly PastDeployment[]): string =>
  [...new Set(passed.map(({ taskDefinition, status }) => `${revisionName(taskDefinition!)} (${status})`))].join(", ");

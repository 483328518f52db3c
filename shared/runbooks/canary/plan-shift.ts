import type { ServiceRollout } from "../../aws/read-service-rollout.ts";
import { type Refusal, refuseWith } from "../refusal.ts";
import { revisionName } from "../rollback/choose-revision.ts";
import { describeFitting, rolloutFit } from "../rollback/rollout-fit.ts";
import { rolloutProgress } from "../rollback/watch-rollout.ts";
import type { PlanInput } from "../runbook.ts";
import { report, type Step } from "../step.ts";
import { alarmVerdict } from "./alarm-verdict.ts";
import type {
  CanaryAction,
  CanaryParams,
  CanaryReading,
  CanaryState,
  EcsState,
  TrafficReading,
} from "./canary-types.ts";
import { shiftStrategy, weightsOf } from "./check-params.ts";
import { canaryRefusals } from "./refusals.ts";

type Input = PlanInput<CanaryParams, CanaryReading, CanaryState>;
type CanaryStep = Step<CanaryState, CanaryAction>;
type Shift = Extract<TrafficReading, { by: "ecs" }>;

const lookSeconds = 20;
/** Beside the steps: start, switch, bake and clean-up. */
const slackSeconds = 3600;

/** Lets ECS shift the traffic, and stops it where an alarm speaks against it. Pure. */
export const planShift = (input: Input, traffic: Shift): CanaryStep =>
  input.state === null ? begin(input, traffic) : watch(input, traffic, input.state as EcsState);

/** ECS takes the deployment back. Pure. */
export const abortShift = ({ params }: Input, traffic: Shift, state: EcsState): CanaryStep => {
  const { service, history } = traffic;
  if (history.kind === "unknown")
    return { kind: "refused", refusal: refuseWith(canaryRefusals, "cannot-decide", history.detail) };
  // Asked as often as it is seen to go on: the stop of the step before may not have come through.
  const running = runningDeployment(traffic, state);
  if (running !== null) return stop(state, "aborted", running);
  const isBack = service?.deployments[0]?.taskDefinition === state.from;
  if (service !== null && isBack && service.deployments[0]?.rolloutState === "IN_PROGRESS")
    return {
      kind: "wait",
      state,
      inSeconds: lookSeconds,
      says: `ECS takes ${revisionName(state.taskDefinition)} back`,
    };
  const now = service?.deployments[0]?.taskDefinition ?? "";
  return {
    kind: "done",
    report: report(`${params.service} runs ${revisionName(now)}.`, { taskDefinition: revisionName(now) }),
  };
};

const begin = (input: Input, traffic: Shift): CanaryStep => {
  const { params, nowMs } = input;
  const refusal = refuseBegin(input, traffic);
  if (refusal !== null) return { kind: "refused", refusal };
  const strategy = shiftStrategy(params)!;
  const service = traffic.service!;
  const taskDefinition = traffic.definition!.arn;
  const shiftSeconds = (weightsOf(params).length + 1) * strategy.stepMinutes * 60;
  return {
    kind: "act",
    state: {
      by: "ecs",
      taskDefinition,
      from: service.taskDefinition,
      beganAtMs: nowMs,
      givesUpAtMs: nowMs + (shiftSeconds + slackSeconds) * 1000,
      back: null,
    },
    changes: [
      {
        about: params.service,
        what: "task definition",
        from: revisionName(service.taskDefinition),
        to: revisionName(taskDefinition),
      },
      {
        about: params.service,
        what: "deployment strategy",
        from: service.strategy,
        to: `${strategy.kind} ${strategy.percent} %, ${strategy.stepMinutes} min a step`,
      },
    ],
    actions: [{ kind: "deploy", service: params.service, taskDefinition, strategy, alarms: params.alarms ?? [] }],
    next: { inSeconds: lookSeconds },
    report: null,
  };
};

const refuseBegin = ({ params, reading, config, nowMs }: Input, traffic: Shift): Refusal | null => {
  const { service, definition } = traffic;
  const no = (code: keyof typeof canaryRefusals, message: string, numbers = {}): Refusal =>
    refuseWith(canaryRefusals, code, message, numbers);
  if (service === null) return no("not-found", `ECS has no active service for ${params.service}`);
  if (service.controller !== "ECS")
    return no("other-controller", `${params.service} is deployed by ${service.controller}`);
  if (!service.shiftsTraffic) return no("not-prepared", `${params.service} has no second target group`);
  if (definition === null || definition.status !== "ACTIVE")
    return no("not-found", `${params.taskDefinition} is ${definition?.status ?? "not there"}`);
  if (definition.arn === service.taskDefinition)
    return no("already-current", `${params.service} has ${params.taskDefinition} already`);
  const alarm = alarmVerdict(reading.alarms, nowMs);
  if (alarm !== null) return no("alarm-not-ok", alarm);
  // Both revisions run whole, however the service is deployed now.
  const fit = rolloutFit(withStrategy(reading.domain, params.service), config, params.service, [], nowMs);
  if (fit.kind === "unknown") return no("cannot-decide", fit.because);
  if (fit.kind === "fits") return null;
  const { missingConnections, database } = fit;
  return no(
    "past-budget",
    `two whole fleets lack ${missingConnections} connections of ${database}; ${describeFitting(fit)}`,
    {
      missingConnections,
    },
  );
};

const withStrategy = (domain: CanaryReading["domain"], name: string): CanaryReading["domain"] => ({
  ...domain,
  snapshot: {
    ...domain.snapshot,
    services: domain.snapshot.services.map((service) =>
      service.name !== name || service.tasks.kind === "unknown"
        ? service
        : { ...service, tasks: { ...service.tasks, value: { ...service.tasks.value, strategy: "CANARY" } } },
    ),
  },
});

const watch = ({ params, reading, nowMs }: Input, traffic: Shift, state: EcsState): CanaryStep => {
  const { service } = traffic;
  const refused = (code: keyof typeof canaryRefusals, message: string): CanaryStep => ({
    kind: "refused",
    refusal: refuseWith(canaryRefusals, code, message),
  });
  if (service === null) return refused("not-found", `ECS has no active service for ${params.service} any more`);
  const to = revisionName(state.taskDefinition);
  const isBack = service.deployments[0]?.taskDefinition === state.from;
  if (state.back !== null && isBack)
    return service.deployments[0]?.rolloutState === "IN_PROGRESS" && nowMs < state.givesUpAtMs
      ? { kind: "wait", state, inSeconds: lookSeconds, says: `ECS takes ${to} back` }
      : refused("rolled-back", `${state.back}; ${params.service} runs ${revisionName(state.from)} again`);
  const progress = rolloutProgress(service, state, nowMs);
  switch (progress.kind) {
    case "completed": {
      const { seconds } = progress;
      return {
        kind: "done",
        report: report(`${params.service} runs ${to} after ${seconds} s.`, { taskDefinition: to, seconds }),
      };
    }
    case "failed":
      return refused("rollout-failed", `${params.service}: ${to} FAILED: ${progress.reason}`);
    case "overtaken":
      return isBack
        ? refused("rolled-back", `ECS has taken ${to} back; ${params.service} runs ${revisionName(state.from)} again`)
        : refused("overtaken", `${params.service}: the newest deployment is of ${revisionName(progress.by)}`);
    case "under-way":
      return underWay(state, traffic, service, alarmVerdict(reading.alarms, nowMs), nowMs);
  }
};

const underWay = (
  state: EcsState,
  traffic: Shift,
  service: ServiceRollout,
  against: string | null,
  nowMs: number,
): CanaryStep => {
  const running = runningDeployment(traffic, state);
  if (against !== null && running !== null && state.back === null) return stop(state, against, running);
  const [primary] = service.deployments;
  const says = `${primary?.running ?? 0} of ${primary?.desired ?? 0} tasks of the new revision run; ${against ?? "alarms OK"}`;
  if (nowMs < state.givesUpAtMs) return { kind: "wait", state, inSeconds: lookSeconds, says };
  const watchedSeconds = Math.round((nowMs - state.beganAtMs) / 1000);
  return {
    kind: "done",
    report: report(`Not complete after ${watchedSeconds} s: ${says}; ECS goes on.`, { watchedSeconds }),
  };
};

const stop = (state: EcsState, because: string, deployment: string): CanaryStep => ({
  kind: "act",
  state: { ...state, back: because },
  changes: [],
  actions: [{ kind: "stop", deployment }],
  next: { inSeconds: lookSeconds },
  report: null,
});

/** ARN of the deployment that is ours and not over. */
const runningDeployment = ({ history }: Shift, { taskDefinition }: EcsState): string | null =>
  history.kind === "unknown"
    ? null
    : (history.value.find(
        (deployment) =>
          deployment.taskDefinition === taskDefinition &&
          (deployment.status === "IN_PROGRESS" || deployment.status === "PENDING"),
      )?.arn ?? null);

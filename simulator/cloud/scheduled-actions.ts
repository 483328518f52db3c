import type {
  DescribeScheduledActionsRequest,
  PutScheduledActionRequest,
  ScheduledAction,
} from "@aws-sdk/client-application-auto-scaling";
import { firingsBetween, parseSchedule } from "../../shared/schedules/schedule-expression.ts";
import { checkNamespace, pageOf } from "./autoscaling-page.ts";
import { AwsError } from "./aws-error.ts";
import type { ScalableTargets } from "./scalable-targets.ts";

const actionsPerPage = 50;

/** Scheduled actions, which fire in virtual time: to the minute, as AWS says. */
export class ScheduledActions {
  readonly #targets: ScalableTargets;
  readonly #actions = new Map<string, ScheduledAction>();
  #firedToMs: number;

  constructor(targets: ScalableTargets, startMs: number) {
    this.#targets = targets;
    this.#firedToMs = startMs;
  }

  put(input: PutScheduledActionRequest, nowMs: number): object {
    checkNamespace(input);
    this.#targets.require(input.ResourceId);
    const {
      StartTime: _,
      EndTime: __,
      ...before
    } = this.#actions.get(keyOf(input)) ?? { CreationTime: new Date(nowMs) };
    const action = { ...before, ...input, ScheduledActionARN: keyOf(input) } as ScheduledAction;
    const bounds = action.ScalableTargetAction;
    if (bounds?.MinCapacity === undefined && bounds?.MaxCapacity === undefined) {
      throw new AwsError(
        "ValidationException",
        "At least one of minimum capacity and maximum capacity should be provided",
      );
    }
    if ((bounds.MinCapacity ?? 0) > (bounds.MaxCapacity ?? Number.POSITIVE_INFINITY))
      throw new AwsError("ValidationException", "Maximum capacity cannot be less than minimum capacity");
    this.#actions.set(keyOf(input), action);
    return {};
  }

  describe(input: DescribeScheduledActionsRequest): object {
    checkNamespace(input);
    if (input.ScalableDimension !== undefined && input.ResourceId === undefined)
      throw new AwsError("ValidationException", "A scalable dimension needs a resource id");
    const found = [...this.#actions.values()]
      .filter(({ ResourceId }) => input.ResourceId === undefined || ResourceId === input.ResourceId)
      .filter(({ ScheduledActionName }) => input.ScheduledActionNames?.includes(ScheduledActionName ?? "") ?? true)
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const { page, next } = pageOf(found, input, actionsPerPage);
    return { ScheduledActions: page, ...next };
  }

  /** Sets the ranges of the actions that have come due since the last call. One that can't be set changes nothing. */
  fire(nowMs: number): void {
    const fromMs = this.#firedToMs;
    this.#firedToMs = nowMs;
    if (this.#actions.size === 0) return;
    for (const action of [...this.#actions.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) {
      const schedule = parseSchedule({
        schedule: action.Schedule ?? "",
        timezone: action.Timezone ?? null,
        startAtMs: action.StartTime?.getTime() ?? null,
        endAtMs: action.EndTime?.getTime() ?? null,
      });
      for (const _ of firingsBetween(schedule, fromMs, nowMs)) this.#set(action);
    }
  }

  #set({ ResourceId, ScalableTargetAction: bounds }: ScheduledAction): void {
    const target = this.#targets.get(ResourceId ?? "");
    if (target === undefined || target.suspended.ScheduledScalingSuspended === true) return;
    const minCapacity = bounds?.MinCapacity ?? target.minCapacity;
    const maxCapacity = bounds?.MaxCapacity ?? target.maxCapacity;
    if (minCapacity > maxCapacity) return;
    this.#targets.set(ResourceId!, { ...target, minCapacity, maxCapacity });
  }
}

const keyOf = ({ ResourceId, ScheduledActionName }: Partial<ScheduledAction>): string =>
  `${ResourceId}:${ScheduledActionName}`;

import { DEFAULTS } from "../config/defaults.ts";
import type { FoundService, FoundTargetGroup } from "./account-readings.ts";
import { type Guess, guess, likely, read } from "./guess.ts";

/** As headgate.yml bounds seconds. */
const mostSeconds = 3600;

export type TimesGuess = {
  readonly startSeconds: Guess<number>;
  readonly deregistrationDelaySeconds: Guess<number>;
  readonly stopTimeoutSeconds: Guess<number>;
};

/** How long tasks take to start and to go. */
export const guessTimes = (
  { healthCheckGraceSeconds, targetGroupArns, definition }: FoundService,
  targetGroups: readonly FoundTargetGroup[],
): TimesGuess => ({
  startSeconds: startOf(healthCheckGraceSeconds, definition),
  deregistrationDelaySeconds: deregistrationOf(targetGroupArns, targetGroups),
  stopTimeoutSeconds: stopOf(definition),
});

const startOf = (graceSeconds: number | null, definition: FoundService["definition"]): Guess<number> => {
  // A grace period is what a slow start may take, so it is the safe side of what it does take.
  if (graceSeconds !== null && graceSeconds > 0)
    return likely(clamp(graceSeconds, 1), "healthCheckGracePeriodSeconds, the most that a start may take");
  const periods = (definition?.containers ?? []).flatMap(({ startPeriodSeconds }) => startPeriodSeconds ?? []);
  const longest = Math.max(0, ...periods);
  if (longest > 0) return likely(clamp(longest, 1), "startPeriod of the container's health check");
  return guess(DEFAULTS.startSeconds, "nothing says it; measure from the order to a healthy task");
};

const deregistrationOf = (arns: readonly string[], groups: readonly FoundTargetGroup[]): Guess<number> => {
  if (arns.length === 0) return likely(0, "it is behind no target group");
  const delays = arns.flatMap((arn) => groups.find((group) => group.arn === arn)?.deregistrationDelaySeconds ?? []);
  if (delays.length < arns.length)
    return guess(
      Math.max(DEFAULTS.deregistrationDelaySeconds, ...delays.map((delay) => clamp(delay, 0))),
      "a target group could not be read; 300 is the default",
    );
  return read(clamp(Math.max(...delays), 0), "deregistration delay of its target group");
};

const stopOf = (definition: FoundService["definition"]): Guess<number> => {
  if (definition === null)
    return guess(DEFAULTS.stopTimeoutSeconds, "ECS's default; its task definition could not be read");
  const said = definition.containers.flatMap(({ stopTimeoutSeconds }) => stopTimeoutSeconds ?? []);
  if (said.length === 0) return likely(DEFAULTS.stopTimeoutSeconds, "no container has a stopTimeout: ECS's default");
  // The task is gone when its last container is; one without a stopTimeout has the default.
  const rest = said.length < definition.containers.length ? [DEFAULTS.stopTimeoutSeconds] : [];
  return read(clamp(Math.max(...said, ...rest), 0), "the longest stopTimeout of its containers");
};

const clamp = (seconds: number, least: number): number => Math.min(mostSeconds, Math.max(least, Math.trunc(seconds)));

import type { FoundPolicy } from "./account-readings.ts";
import type { DraftRequests } from "./draft.ts";
import { type Guess, guess, likely, read } from "./guess.ts";

/** Where no policy says it: room for the time that a new task needs. */
const usualCpuPercent = 70;

export type SignalsGuess = {
  readonly cpu: Guess<number>;
  readonly memory: Guess<number> | null;
  readonly requests: DraftRequests | null;
  readonly remarks: readonly string[];
};

/** What asks for tasks: what the service's own target tracking goes by. */
export const guessSignals = (policies: readonly FoundPolicy[], policiesRead = true): SignalsGuess => {
  const percent = (metric: RegExp): Guess<number> | null => {
    const policy = policies.find(({ predefinedMetric }) => metric.test(predefinedMetric ?? ""));
    if (policy === undefined || policy.targetValue === null) return null;
    const inRange = Math.min(100, Math.max(1, policy.targetValue));
    return read(inRange, `TargetValue of the policy ${policy.name}`);
  };
  const requests = requestsOf(policies);
  const others = policies.filter(
    ({ predefinedMetric, targetValue }) =>
      targetValue === null ||
      !/^ECSServiceAverage(?:CPU|Memory)Utilization|^ALBRequestCountPerTarget$/.test(predefinedMetric ?? ""),
  );
  return {
    cpu:
      percent(/^ECSServiceAverageCPUUtilization/) ??
      guess(
        usualCpuPercent,
        policiesRead ? "no target tracking policy on CPU was found" : "scaling policies could not be read",
      ),
    memory: percent(/^ECSServiceAverageMemoryUtilization/),
    requests,
    remarks: others.map(
      ({ name, kind }) => `Its policy ${name} (${kind}) is not in this file; add a signal for what it goes by.`,
    ),
  };
};

/** ALBRequestCountPerTarget counts a minute's requests per target. @see Application Auto Scaling, predefined metrics */
const requestsOf = (policies: readonly FoundPolicy[]): DraftRequests | null => {
  const policy = policies.find(({ predefinedMetric }) => predefinedMetric === "ALBRequestCountPerTarget");
  const parts = /^(app\/[A-Za-z0-9-]{1,32}\/[0-9a-f]{16})\/(targetgroup\/[A-Za-z0-9-]{1,32}\/[0-9a-f]{16})$/.exec(
    policy?.resourceLabel ?? "",
  );
  if (policy === undefined || parts === null || policy.targetValue === null || policy.targetValue <= 0) return null;
  const perSecond = Math.max(0.001, Math.round((policy.targetValue / 60) * 1000) / 1000);
  return {
    target: likely(
      Math.min(1e9, perSecond),
      `TargetValue ${policy.targetValue} a minute of the policy ${policy.name}, in seconds`,
    ),
    loadBalancer: read(parts[1]!, `ResourceLabel of the policy ${policy.name}`),
    targetGroup: read(parts[2]!, `ResourceLabel of the policy ${policy.name}`),
  };
};

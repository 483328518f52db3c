import type { ScheduledDeployment } from "../world/deployment-spec.ts";
import type { FaultSpec } from "../world/fault-spec.ts";
import { defined, ratioOf } from "./defined.ts";
import type { DeploymentForm, FaultForm } from "./form-events.ts";

/** @param form checked: with the keys of its kind */
export function compileFault(form: FaultForm): FaultSpec {
  const { kind, fromSecond, untilSecond } = form;
  const span = { fromSecond, untilSecond };
  const ratio = (form.percent ?? 0) / 100;
  switch (kind) {
    case "api-throttling":
      return { kind, ...span, api: form.api!, ratio };
    case "stale-metrics":
      return { kind, ...span, ...defined({ service: form.service }) };
    case "lost-events":
    case "duplicate-events":
    case "zone-loss":
      return { kind, ...span, ratio };
    case "slow-database":
      return { kind, ...span, database: form.database!, factor: form.factor! };
    default: {
      const never: never = kind;
      throw new Error(`unknown fault ${String(never)}`);
    }
  }
}

export function compileDeployment({ defect, ...form }: DeploymentForm): ScheduledDeployment {
  return {
    ...(defined(form) as Omit<ScheduledDeployment, "defect">),
    ...(defect === undefined
      ? {}
      : {
          defect: {
            ...(defect.crashes === true ? { crashes: true as const } : {}),
            ...defined({ failedRatio: ratioOf(defect.failedPercent), cpuFactor: defect.cpuFactor }),
          },
        }),
  };
}

import type { WorldSpec } from "../world/spec.ts";
import { handSetCaps } from "./hand-set-cap.ts";
import type { HeadgateTerms, ServiceTerms } from "./scenario.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";
import type { HeadgateForm } from "./scenario-form.ts";
import type { ScenarioParts } from "./scenario-parts.ts";

type Forms = ScenarioParts["services"];

/** What everybody is told alike of each service, but for the cap, which needs the world. */
export function termsBesideCap(forms: Forms): readonly Omit<ServiceTerms, "handSetCap">[] {
  return [...forms].map(([service, { tasks, vcpu, cpuSecondsPerRequest, requestsPerTask }]) => {
    const targetPercent = tasks?.targetPercent ?? scenarioDefaults.targetPercent;
    const atTarget = ((vcpu ?? scenarioDefaults.vcpu) * targetPercent) / 100 / cpuSecondsPerRequest!;
    return {
      service,
      minTasks: tasks?.min ?? scenarioDefaults.minTasks,
      maxTasks: tasks?.max ?? scenarioDefaults.maxTasks,
      targetPercent,
      requestsPerTask: requestsPerTask ?? atTarget,
    };
  });
}

export function compileTerms(forms: Forms, world: WorldSpec): readonly ServiceTerms[] {
  const terms = termsBesideCap(forms);
  const caps = handSetCaps(world, new Map(terms.map((term) => [term.service, term])));
  return terms.map((term) => ({
    ...term,
    handSetCap: forms.get(term.service)?.tasks?.cap ?? caps.get(term.service)!,
  }));
}

export function compileHeadgate(form: HeadgateForm, services: readonly string[]): HeadgateTerms {
  const { latency } = form;
  return {
    surge: form.surge ?? scenarioDefaults.surge,
    admission: form.admission ?? scenarioDefaults.admission,
    marginConnections: form.marginConnections ?? null,
    limits: form.limits ?? scenarioDefaults.limits,
    priorities: Object.fromEntries(services.map((name) => [name, form.priorities?.[name] ?? 0])),
    unnamed: [...(form.unnamed ?? [])].sort(),
    latency:
      latency === undefined
        ? null
        : {
            thresholdSeconds: latency.thresholdSeconds,
            windowSeconds: latency.windowSeconds ?? scenarioDefaults.latencyWindowSeconds,
          },
  };
}

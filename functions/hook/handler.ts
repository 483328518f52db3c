import { nameAndMessage } from "../../shared/aws/failure.ts";
import { deploymentEntry } from "../../shared/plan/budget/deployment-entry.ts";
import { plan } from "../../shared/plan/plan.ts";
import type { HookAnswer, HookDeps } from "./hook-deps.ts";
import { readHookEvent } from "./read-hook-event.ts";

/** ECS asks again after so long. */
const callBackDelaySeconds = 30;

const later: HookAnswer = { hookStatus: "IN_PROGRESS", callBackDelay: callBackDelaySeconds };
const goOn: HookAnswer = { hookStatus: "SUCCEEDED" };

/**
 * The entry of a deployment (PRE_SCALE_UP): holds it until the databases carry both revisions.
 *
 * Reads the domain and plans it, as `scale` does, and writes nothing. A service that headgate.yml doesn't have is not
 * ours to hold. What can't be read holds: a failed hook would roll the deployment back, and unknown is not room.
 *
 * @throws never
 */
export const makeHandler =
  (deps: HookDeps) =>
  async (event: unknown): Promise<HookAnswer> => {
    const about = readHookEvent(event);
    const service = deps.config.services.find(
      ({ cluster, ecsService }) => cluster === about?.cluster && ecsService === about.ecsService,
    );
    if (service === undefined) {
      deps.log.warn("deployment not held", { because: "no such service in the configuration", ...about });
      return goOn;
    }
    const domain = deps.config.domains.find(({ services }) => services.includes(service.name))!.id;
    try {
      const nowMs = deps.nowMs();
      const [snapshot, memory] = await Promise.all([deps.readSnapshot(domain, nowMs), deps.readMemory(domain)]);
      const entry = deploymentEntry(service, plan(snapshot, memory, deps.config, nowMs).budgets);
      deps.log.info("deployment entry", { serviceName: service.name, domain, ...entry });
      return entry.kind === "open" ? goOn : later;
    } catch (error) {
      const { name, message } = nameAndMessage(error);
      deps.log.warn("deployment held", { serviceName: service.name, domain, errorName: name, errorMessage: message });
      return later;
    }
  };

import { handleWakeUp } from "../../../../functions/scale/handle-wake-up.ts";
import type { ScaleDeps } from "../../../../functions/scale/scale-deps.ts";
import type { Config } from "../../../../shared/config/config.ts";
import { noLinks } from "../../../../shared/notices/links/notice-links.ts";
import { renderNotice } from "../../../../shared/notices/render-notice.ts";
import { writesNothing } from "../../../../shared/plan/policy/stance.ts";
import type { AlarmSpec } from "../../../cloud/alarm-spec.ts";
import { CloudWatch } from "../../../cloud/cloudwatch.ts";
import { ScalableTargets } from "../../../cloud/scalable-targets.ts";
import { PlanWatch } from "../../../invariants/plan-watch.ts";
import type { World } from "../../../world/world.ts";
import type { Contender, ControllerNotice } from "../../controller.ts";
import { EventSources } from "./event-sources.ts";
import { MemoryGraph } from "./memory-graph.ts";
import { MemoryTable } from "./memory-table.ts";
import { makeReadWorld } from "./read-world.ts";
import { TaskTimes } from "./task-times.ts";
import { WakeUps } from "./wake-ups.ts";
import { writeWorld } from "./write-world.ts";

/** Decisions are not kept, so there is nothing to tell where they come from. */
const notKept = { release: "", configHash: "" };

const silent = { info: () => {}, warn: () => {} };

export type DirectHeadgate = Contender & {
  readonly targets: ScalableTargets;
};

/**
 * Headgate with nothing between it and the world: the function `scale` as it is deployed, on readers and writers of the
 * world itself instead of AWS's APIs.
 *
 * Some ten times faster than the handlers in the embedded cloud, which is what benches and sweeps need. What lies in
 * between, queues, serialization and the table, is left out; a test holds both to the same counts.
 *
 * @param alarms the CloudWatch alarms that exist in the account
 */
export const makeDirectHeadgate = (world: World, config: Config, alarms: readonly AlarmSpec[]): DirectHeadgate => {
  const cloudWatch = new CloudWatch(world, config, alarms);
  const targets = new ScalableTargets(world, config.services);
  const watch = new PlanWatch(config, world.spec.startMs);
  const table = new MemoryTable((next, decision) => watch.recorded(next, decision));
  const graph = new MemoryGraph();
  const wakeUps = new WakeUps();
  const times = new TaskTimes(
    config.services.map(({ name }) => name),
    world.spec.startMs,
  );
  const notices: ControllerNotice[] = [];
  const readWorld = makeReadWorld({ world, config, alarms: cloudWatch, targets, graph, times });
  const services = new Map(config.services.map((service) => [service.name, service]));
  const deps: ScaleDeps = {
    config,
    plannedBy: notKept,
    nowMs: () => world.nowMs,
    traceId: () => null,
    table,
    graph,
    posts: { putGate: async () => {}, putWithdrawal: async () => {} },
    readSnapshot: async (domain, nowMs) => readWorld(domain, nowMs),
    writeAction: writesNothing(config.services)
      ? null
      : async (action) => {
          writeWorld(world, targets, services.get(action.service)!, action);
          watch.wrote();
        },
    publishNotice: async (notice) => {
      const { subject, text } = renderNotice(notice, noLinks(notice));
      notices.push({ atSeconds: (notice.atMs - world.spec.startMs) / 1000, code: notice.code, subject, text });
    },
    wakeLater: async (wakeUp, inSeconds) => wakeUps.later(wakeUp, inSeconds, world.nowMs),
    passOn: async () => {},
    log: silent,
    count: () => {},
  };
  const events = new EventSources({ world, config, cloudWatch, times, wakeUps, table });
  const deliver = async (): Promise<void> => {
    while (!wakeUps.isEmpty(world.nowMs)) {
      for (const wakeUp of wakeUps.take(world.nowMs)) {
        await handleWakeUp(wakeUp, world.nowMs, deps);
        watch.written((domain) => readWorld(domain, world.nowMs), world.nowMs);
      }
    }
  };
  return {
    name: "Headgate",
    targets,
    step: () => {
      events.collect();
      return wakeUps.isEmpty(world.nowMs) ? undefined : deliver();
    },
    notices: () => notices,
    breaches: () => watch.breaches(),
  };
};

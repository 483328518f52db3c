import type { World } from "../../world/world.ts";
import type { Controller } from "../controller.ts";
import { orderTasks } from "../order-tasks.ts";
import { HpaBehaviour } from "./hpa-behaviour.ts";
import { type HpaRules, hpaRules } from "./hpa-rules.ts";
import { PodScraper } from "./pod-scraper.ts";
import { averageValueReplicas, largestProposal, resourceReplicas, valueReplicas } from "./replica-count.ts";

export type HpaMetric =
  /** Mean CPU of the pods, of their request. */
  | { readonly kind: "cpu"; readonly targetPercent: number }
  /** Requests a second, an average per pod. */
  | { readonly kind: "requests"; readonly perPod: number }
  /** From a source outside the cluster; `read` answers `undefined` where there is no value. */
  | {
      readonly kind: "external";
      readonly targetType: "AverageValue" | "Value";
      readonly target: number;
      readonly read: (world: World) => number | undefined;
    };

export type HpaOptions = Partial<HpaRules> & {
  readonly service: string;
  readonly metrics: readonly HpaMetric[];
  readonly minPods: number;
  readonly maxPods: number;
  readonly name?: string;
};

/** Kubernetes' HorizontalPodAutoscaler, v2, as if each task were a pod. */
export class HorizontalPodAutoscaler implements Controller {
  readonly name: string;
  private readonly options: HpaOptions;
  private readonly rules: HpaRules;
  private readonly scraper: PodScraper;
  private readonly behaviour: HpaBehaviour;

  constructor(options: HpaOptions) {
    this.options = options;
    this.rules = { ...hpaRules, ...options };
    this.name = options.name ?? "HPA";
    this.scraper = new PodScraper(options.service, this.rules);
    this.behaviour = new HpaBehaviour(this.rules);
  }

  step(world: World): void {
    this.scraper.look(world);
    const { syncSeconds, syncOffsetSeconds } = this.rules;
    if ((world.nowMs / 1000) % syncSeconds !== syncOffsetSeconds) return;
    const { service } = this.options;
    const current = world.counts(service).desired;
    const wanted = this.wanted(world, current);
    if (wanted === undefined || wanted === current) return;
    if (orderTasks(world, service, wanted)) this.behaviour.recordChange(current, wanted, world.nowMs);
  }

  private wanted(world: World, current: number): number | undefined {
    const { minPods, maxPods, metrics } = this.options;
    // At 0 the HPA is off; outside its range it goes to the bound at once, without looking at metrics.
    if (current === 0 && minPods > 0) return undefined;
    if (current > maxPods) return maxPods;
    if (current < minPods) return minPods;
    const proposals = metrics.map((metric) => this.propose(metric, world, current));
    const proposed = largestProposal(proposals, current);
    if (proposed === undefined) return undefined;
    return this.behaviour.decide(proposed, current, minPods, maxPods, world.nowMs);
  }

  private propose(metric: HpaMetric, world: World, current: number): number | undefined {
    const { tolerance } = this.rules;
    const newest = this.scraper.newest;
    switch (metric.kind) {
      case "cpu": {
        if (newest === null) return undefined;
        const groups = this.scraper.groups(world);
        return resourceReplicas(current, groups, newest.cpuRatio, metric.targetPercent, tolerance);
      }
      case "requests":
        if (newest === null) return undefined;
        return averageValueReplicas(current, newest.requestsPerSecond, metric.perPod, tolerance);
      case "external": {
        const value = metric.read(world);
        if (value === undefined) return undefined;
        if (metric.targetType === "AverageValue") return averageValueReplicas(current, value, metric.target, tolerance);
        return valueReplicas(current, world.counts(this.options.service).healthy, value, metric.target, tolerance);
      }
    }
  }
}

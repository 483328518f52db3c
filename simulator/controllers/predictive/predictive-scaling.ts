import type { World } from "../../world/world.ts";
import type { Contender, ControllerNotice } from "../controller.ts";
import { orderTasks } from "../order-tasks.ts";
import type { ScalableRange } from "../scalable-range.ts";
import { TargetTracking } from "../target-tracking.ts";
import { type ForecastRules, forecastLoad, forecastRules } from "./load-forecast.ts";

export type PredictiveOptions = Partial<ForecastRules> & {
  readonly service: string;
  readonly targetPercent: number;
  readonly minTasks: number;
  readonly maxTasks: number;
  /** SchedulingBufferTime: it raises this long before the hour. Default 300 [D]. */
  readonly bufferSeconds?: number;
};

const hourSeconds = 3_600;
/** An hour's last datapoint is published by then. */
const readAfterSeconds = 300;

/**
 * AWS predictive scaling, approximated, on top of 20 s target tracking: it raises the least capacity for the coming hour, and
 * never scales in. Below 24 h of data it adds nothing, and says so.
 */
export class PredictiveScaling implements Contender {
  readonly name = "predictive";
  private readonly options: PredictiveOptions;
  private readonly rules: ForecastRules;
  private readonly tracking: TargetTracking;
  /** Mean sum of the tasks' CPU, in percent of a task, per hour. */
  private readonly loads: (number | null)[] = [];
  private floor: number;
  private hasForecast = false;

  constructor(options: PredictiveOptions) {
    this.options = options;
    this.rules = { ...forecastRules, ...options };
    this.floor = options.minTasks;
    this.tracking = new TargetTracking({ ...options, profile: "20s", scalableTarget: () => this.range() });
  }

  step(world: World): void {
    const second = (world.nowMs - world.spec.startMs) / 1000;
    if (second % 60 === 0) this.lookAhead(world, second);
    this.tracking.step(world);
  }

  notices(): readonly ControllerNotice[] {
    if (this.hasForecast) return [];
    const text = `Predictive scaling had less than ${this.rules.leastHours} h of data in this run, so it added nothing to target tracking.`;
    return [{ atSeconds: 0, code: "predictive-without-data", subject: this.options.service, text }];
  }

  private lookAhead(world: World, second: number): void {
    if (second >= hourSeconds && second % hourSeconds === readAfterSeconds) this.learn(world, second);
    const buffer = this.options.bufferSeconds ?? 300;
    const hour = Math.floor(second / hourSeconds);
    // In the last minutes of an hour the next one's forecast holds too.
    const ahead = Math.floor((second + buffer) / hourSeconds);
    const { minTasks, maxTasks, service } = this.options;
    const asked = Math.max(minTasks, this.tasksFor(hour), this.tasksFor(ahead));
    this.floor = Math.min(maxTasks, asked);
    if (this.floor > minTasks && world.counts(service).desired < this.floor) orderTasks(world, service, this.floor);
  }

  private learn(world: World, second: number): void {
    const hour = Math.floor(second / hourSeconds) - 1;
    const fromMs = world.spec.startMs + hour * hourSeconds * 1000;
    const metric = { service: this.options.service, name: "CPUUtilization" } as const;
    const found = world.datapoints(metric, 60, fromMs, fromMs + hourSeconds * 1000);
    const total = found.reduce((sum, point) => sum + point.sum, 0);
    this.loads[hour] = found.length === 0 ? null : total / found.length;
  }

  private tasksFor(hour: number): number {
    const load = forecastLoad(this.loads, hour, this.rules);
    if (load === null) return 0;
    this.hasForecast = true;
    return Math.ceil(load / this.options.targetPercent);
  }

  private range(): ScalableRange {
    return { minCapacity: this.floor, maxCapacity: this.options.maxTasks };
  }
}

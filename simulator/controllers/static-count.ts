import type { World } from "../world/world.ts";
import type { Controller } from "./controller.ts";
import { orderTasks } from "./order-tasks.ts";

/** Holds the count of second 0, whatever anybody else writes. */
export class StaticCount implements Controller {
  readonly name = "static";
  private readonly service: string;
  private held: number | null = null;

  constructor(service: string) {
    this.service = service;
  }

  step(world: World): void {
    const { desired } = world.counts(this.service);
    this.held ??= desired;
    if (desired !== this.held) orderTasks(world, this.service, this.held);
  }
}

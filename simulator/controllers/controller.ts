import type { World } from "../world/world.ts";

/** Something that changes desired counts; called once each virtual second, before the world's step. */
export type Controller = {
  readonly name: string;
  step(world: World): void | Promise<void>;
};

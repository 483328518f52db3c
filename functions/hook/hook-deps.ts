import type { Config } from "../../shared/config/config.ts";
import type { Memory } from "../../shared/plan/memory.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";

/** Everything that `hook` touches outside itself: it only reads. */
export type HookDeps = {
  readonly config: Config;
  readonly nowMs: () => number;
  readonly readSnapshot: (domain: string, nowMs: number) => Promise<Snapshot>;
  readonly readMemory: (domain: string) => Promise<Memory>;
  readonly log: {
    readonly info: (message: string, fields: Readonly<Record<string, unknown>>) => void;
    readonly warn: (message: string, fields: Readonly<Record<string, unknown>>) => void;
  };
};

/** What ECS takes from a lifecycle hook. Anything else rolls the deployment back. */
export type HookAnswer =
  | { readonly hookStatus: "SUCCEEDED" }
  | { readonly hookStatus: "IN_PROGRESS"; readonly callBackDelay: number };

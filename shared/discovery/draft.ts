import type { DatabasePlace, Engine } from "../config/database-config.ts";
import type { PoolLibraryName } from "../config/pool-libraries.ts";
import type { Guess } from "./guess.ts";
import type { Question } from "./questions.ts";

/** A headgate.yml to be, with a reason for each of its values. Lists are sorted by name. */
export type Draft = {
  readonly name: Guess<string>;
  readonly databases: readonly DraftDatabase[];
  readonly proxies: readonly DraftProxy[];
  readonly services: readonly DraftService[];
  /** What was found and is not in the file. */
  readonly leftOut: readonly LeftOut[];
  /** What could not be read, one sentence each. */
  readonly warnings: readonly string[];
  /** What only a person knows; each has a guess that the draft stands on. */
  readonly questions: readonly Question[];
};

export type LeftOut = { readonly what: string; readonly because: string };

export type DraftDatabase = {
  readonly name: string;
  readonly at: DatabasePlace;
  readonly from: string;
  readonly engine: Guess<Engine>;
};

export type DraftProxy = { readonly name: string; readonly proxy: Guess<string>; readonly database: Guess<string> };

export type DraftService = {
  readonly name: string;
  readonly cluster: Guess<string>;
  /** `null`: as the key. */
  readonly ecsService: Guess<string> | null;
  readonly minTasks: Guess<number>;
  readonly maxTasks: Guess<number>;
  readonly startSeconds: Guess<number>;
  readonly deregistrationDelaySeconds: Guess<number>;
  readonly stopTimeoutSeconds: Guess<number>;
  /** `null`: ECS's own default, or what a file can't say. */
  readonly maximumPercent: Guess<number> | null;
  readonly minimumHealthyPercent: Guess<number> | null;
  /** `null`: Fargate, the default. */
  readonly launchType: Guess<"ec2"> | null;
  readonly cpu: Guess<number>;
  readonly memory: Guess<number> | null;
  readonly requests: DraftRequests | null;
  readonly pools: readonly DraftPool[];
  /** What a person should know of it, one sentence each. */
  readonly remarks: readonly string[];
};

export type DraftRequests = {
  /** Per second and task. */
  readonly target: Guess<number>;
  readonly loadBalancer: Guess<string>;
  readonly targetGroup: Guess<string>;
};

export type DraftPool = {
  /** A database or a proxy of the draft. */
  readonly end: string;
  /** Why it is thought to end there. */
  readonly because: Guess<string>;
  readonly library: Guess<PoolLibraryName> | null;
  /** `null`: as the library has it. */
  readonly size: Guess<number> | null;
  readonly processes: Guess<number> | null;
  readonly extras: Guess<number> | null;
  readonly sizeVariable: Guess<string> | null;
  readonly processesVariable: Guess<string> | null;
};

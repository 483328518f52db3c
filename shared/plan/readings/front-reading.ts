import type { Reading } from "../../reading.ts";
import type { Absence } from "../../records/post.ts";

export type FrontReading = {
  /** Those with desiredStatus RUNNING. */
  readonly tasks: Reading<readonly TaskStanding[]>;
  /** What its destinations have posted; who is not in it has posted nothing. */
  readonly absences: Reading<readonly Absence[]>;
};

export type TaskStanding = {
  /** The last part of the ARN. */
  readonly taskId: string;
  readonly desiredStatus: "RUNNING" | "STOPPED";
  /** PROVISIONING ... RUNNING ... STOPPED, as ECS says. */
  readonly lastStatus: string;
  readonly health: "HEALTHY" | "UNHEALTHY" | "UNKNOWN";
  readonly availabilityZone: string | null;
  readonly createdAtMs: number | null;
  /** End of its scale-in protection, whoever has set it; `null`: it is not protected. */
  readonly protectedUntilMs: number | null;
};

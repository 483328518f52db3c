/** One task as clients reach it. At least one of the addresses is there. */
export type Endpoint = {
  readonly taskId: string;
  readonly instanceId: string | null;
  readonly ipv4: string | null;
  readonly ipv6: string | null;
  /** `null`: where no port is asked for. */
  readonly port: number | null;
};

/** What a destination holds of a service now, as far as it tells: a plain address has no task's name on it. */
export type Published = {
  readonly taskId: string | null;
  readonly ipv4: string | null;
  readonly ipv6: string | null;
  readonly port: number | null;
};

/** What a listing says of one way to publish a service. Every list is sorted by task. */
export type ServiceEndpoints = {
  /** RUNNING, wanted, healthy where there is a health check, with an address (and a port) of the kind asked for. */
  readonly endpoints: readonly Endpoint[];
  /** Task ids that are wanted and on their way: not RUNNING yet, or RUNNING and their health check has not answered. */
  readonly waiting: readonly string[];
  /** Task ids with desiredStatus STOPPED, or that scale is about to stop and asks to be taken out. */
  readonly leaving: readonly string[];
  /** RUNNING and left out for a reason that time alone does not mend. */
  readonly leftOut: readonly { readonly taskId: string; readonly why: LeftOutReason }[];
  /** No task is listed at all, running or stopped. */
  readonly nothingListed: boolean;
};

export type LeftOutReason = "unhealthy" | "no-address" | "no-port" | "ambiguous-port";

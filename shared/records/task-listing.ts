/**
 * The tasks of one service as ECS and EC2 show them, before anybody decides which of them are published.
 *
 * A listing is whole or it is `unknown`: a page that failed, an interface that could not be read where a public address
 * is asked for, an instance that is not described make the reading unknown, never shorter.
 */
export type TaskListing = {
  /** Those that ECS lists with desiredStatus RUNNING, and those with STOPPED (for about an hour); sorted by taskId. */
  readonly tasks: readonly ListedTask[];
};

export type ListedTask = {
  /** The last part of the ARN. */
  readonly taskId: string;
  readonly desiredStatus: "RUNNING" | "STOPPED";
  /** PROVISIONING ... RUNNING ... STOPPED, as ECS says. */
  readonly lastStatus: string;
  /** Of the essential containers with a health check; ECS's own word for the task where that is not UNKNOWN. */
  readonly health: "HEALTHY" | "UNHEALTHY" | "UNKNOWN";
  /** Its task definition has a container health check, so UNKNOWN means "not yet". `null`: the definition can't be read. */
  readonly hasHealthCheck: boolean | null;
  readonly createdAtMs: number | null;
  /** EC2 instance that it shares the addresses of; `null`: it has an interface of its own (awsvpc), or does not run. */
  readonly instanceId: string | null;
  /** Of the task's own interface in the mode awsvpc, else of its instance; `null`: has none, or was not asked for. */
  readonly addresses: Addresses;
  readonly ports: readonly TaskPort[];
};

export type Addresses = {
  readonly privateIpv4: string | null;
  readonly publicIpv4: string | null;
  readonly ipv6: string | null;
};

/** A TCP or UDP port that the task listens on. With an interface of its own both numbers are the same. */
export type TaskPort = {
  readonly protocol: "tcp" | "udp";
  readonly containerPort: number;
  readonly hostPort: number;
};

/** What of a listing a destination needs to be read at all: more costs calls. */
export type ListingNeeds = { readonly publicAddresses: boolean; readonly ports: boolean };

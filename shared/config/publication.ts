/**
 * What may be written to a destination: `observe` nothing, it is only told what would change; `upsert-only` what is new
 * or changed; `sync` also removes what is gone.
 */
export type PublicationPolicy = "observe" | "upsert-only" | "sync";

/** A Route 53 hosted zone that services publish records in. */
export type ZoneConfig = {
  /** The key under `zones`. */
  readonly name: string;
  readonly hostedZoneId: string;
  /** The zone's own domain name: lower case, no dot at the end. Every record's name is it, or ends with a dot and it. */
  readonly domain: string;
  readonly policy: PublicationPolicy;
};

/** Instances that run nginx, found by a tag, and the one file on them that is ours. */
export type NginxFleetConfig = {
  /** The key under `nginx`. */
  readonly name: string;
  readonly tag: { readonly key: string; readonly value: string };
  /** Absolute path, included by nginx in its http block. */
  readonly file: string;
  /** `observe`: rendered and told, never stored or sent. */
  readonly policy: "observe" | "install";
};

/** Where a service's tasks are published. Every list is sorted. */
export type PublishConfig = {
  readonly records: readonly RecordConfig[];
  readonly cloudMap: readonly CloudMapConfig[];
  readonly upstreams: readonly UpstreamConfig[];
};

export type RecordConfig = {
  /** Key of the zone. */
  readonly zone: string;
  /** Full DNS name: lower case, no dot at the end. */
  readonly name: string;
  /** `simple`: one set with all values. `multivalue`: a set per task. `weighted`: one set of several at the name. `srv`: with ports. */
  readonly kind: "simple" | "multivalue" | "weighted" | "srv";
  readonly address: "private" | "public";
  /** `dual`: A and AAAA. */
  readonly family: "ipv4" | "ipv6" | "dual";
  readonly ttlSeconds: number;
  /** Which of the task's ports, where it has several; `null`: its only one. Used by `srv` and by health checks. */
  readonly containerPort: number | null;
  /** 0..255; of `weighted` only, else `null`. */
  readonly weight: number | null;
  /** Of `weighted` only, else `null`: tells the sets of one name apart. */
  readonly setIdentifier: string | null;
  /** `null`: the set itself is at `name`. Else `name` is an alias per region, and the set is at `regionalName`. */
  readonly regional: RegionalConfig | null;
  /** Public addresses of `multivalue` records only, else `null`. */
  readonly healthCheck: HealthCheckConfig | null;
};

export type RegionalConfig = {
  /** Full DNS name of this region's own set. */
  readonly regionalName: string;
  /** Tells the aliases of one name apart; the region's name unless given. */
  readonly setIdentifier: string;
  readonly by:
    | { readonly kind: "latency"; readonly region: string }
    /** Two-letter codes as Route 53 has them; `*` for the country: everywhere else. */
    | { readonly kind: "geolocation"; readonly continent: string }
    | { readonly kind: "geolocation"; readonly country: string; readonly subdivision: string | null };
};

export type HealthCheckConfig = {
  readonly type: "HTTP" | "HTTPS" | "TCP";
  /** `null` for TCP. */
  readonly path: string | null;
  readonly port: number;
  readonly intervalSeconds: 10 | 30;
  readonly failureThreshold: number;
};

/** An AWS Cloud Map service that the tasks are registered with, in place of ECS's own service discovery. */
export type CloudMapConfig = {
  /** `srv-...` */
  readonly serviceId: string;
  readonly policy: PublicationPolicy;
  readonly family: "ipv4" | "ipv6" | "dual";
  readonly containerPort: number | null;
  /** Of the service's DNS records, for the wait before a scale-in. */
  readonly ttlSeconds: number;
};

/** An nginx `upstream` block of a fleet. */
export type UpstreamConfig = {
  /** Key of the fleet. */
  readonly fleet: string;
  /** Name of the block: what `proxy_pass http://NAME` says. */
  readonly upstream: string;
  readonly containerPort: number | null;
  readonly address: "private" | "public";
  readonly method: "least_conn" | "round_robin";
  /** Idle connections that each worker keeps; 0: none. */
  readonly keepalive: number;
  /** Failures within `failTimeoutSeconds` that take a server out for as long; 0: never. */
  readonly maxFails: number;
  readonly failTimeoutSeconds: number;
  /** `null`: nothing is ever shed. */
  readonly gate: GateConfig | null;
};

/** Load shedding while a budget binds: what is above the admitted rate is answered 503 with Retry-After. */
export type GateConfig = {
  /** Requests that it is about: host and path prefix (`shop.example/api`, `/api` for any host), at least one, sorted. */
  readonly match: readonly string[];
  readonly retryAfterSeconds: number;
  /** Requests above the rate that are let through at once, as seconds of the rate. */
  readonly burstSeconds: number;
  /** Most requests in progress per task; `null`: not bounded. */
  readonly connectionsPerTask: number | null;
};

export const publishesNothing: PublishConfig = { records: [], cloudMap: [], upstreams: [] };

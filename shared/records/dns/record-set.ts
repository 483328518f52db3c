/** A resource record set of Route 53 as plain data; names in lower case, without the dot at the end, unescaped. */
export type RecordSet = {
  readonly name: string;
  /** A, AAAA, SRV, TXT, CNAME, NS, ... */
  readonly type: string;
  readonly setIdentifier: string | null;
  /** `null` of an alias. */
  readonly ttlSeconds: number | null;
  /** As Route 53 writes them (a TXT's with its quotes); sorted; empty of an alias. */
  readonly values: readonly string[];
  readonly alias: {
    readonly hostedZoneId: string;
    readonly dnsName: string;
    readonly evaluateTargetHealth: boolean;
  } | null;
  readonly routing: Routing;
  readonly healthCheckId: string | null;
};

export type Routing =
  | { readonly kind: "simple" }
  | { readonly kind: "multivalue" }
  | { readonly kind: "weighted"; readonly weight: number }
  | { readonly kind: "latency"; readonly region: string }
  | {
      readonly kind: "geolocation";
      readonly continent: string | null;
      readonly country: string | null;
      readonly subdivision: string | null;
    }
  /** Failover, IP-based, geoproximity: never ours. */
  | { readonly kind: "other" };

/** A hosted zone as it was read: every page of it. */
export type ZoneReading = {
  readonly recordSets: readonly RecordSet[];
  /** Health checks whose CallerReference begins with the stack's prefix. */
  readonly healthChecks: readonly OwnedHealthCheck[];
};

export type OwnedHealthCheck = {
  readonly id: string;
  readonly callerReference: string;
};

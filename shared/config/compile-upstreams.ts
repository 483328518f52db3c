import { compareText } from "./by-name.ts";
import { DEFAULTS } from "./defaults.ts";
import { normalMatch } from "./gate-match.ts";
import { oneOrMore, type Placed } from "./one-or-more.ts";
import type { GateConfig, UpstreamConfig } from "./publication.ts";
import type { UpstreamForm } from "./schema-nginx.ts";
import type { ServiceForm } from "./schema-service.ts";

export type PlacedUpstream = Placed<UpstreamForm> & {
  readonly service: string;
  readonly fleet: string;
  readonly upstream: string;
};

/** Every upstream of a service, in the order of the fleets. */
export const placeUpstreams = (service: string, form: Pick<ServiceForm, "nginx">): readonly PlacedUpstream[] =>
  Object.entries(form.nginx ?? {})
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([fleet, value]) =>
      oneOrMore(["services", service, "nginx", fleet], value).map(({ path, form: upstream }) => ({
        path,
        form: upstream,
        service,
        fleet,
        upstream: upstream.upstream ?? service,
      })),
    );

/** Upstreams with every default filled in, sorted by fleet and name. */
export const compileUpstreams = (placed: readonly PlacedUpstream[]): readonly UpstreamConfig[] =>
  placed
    .map(
      ({ fleet, upstream, form }): UpstreamConfig => ({
        fleet,
        upstream,
        containerPort: form.containerPort ?? null,
        address: form.address ?? DEFAULTS.address,
        method: form.method ?? DEFAULTS.balancing,
        keepalive: form.keepalive ?? DEFAULTS.keepalive,
        maxFails: form.maxFails ?? DEFAULTS.maxFails,
        failTimeoutSeconds: form.failTimeoutSeconds ?? DEFAULTS.failTimeoutSeconds,
        gate: form.gate === undefined ? null : compileGate(form.gate),
      }),
    )
    .sort((a, b) => compareText(a.fleet, b.fleet) || compareText(a.upstream, b.upstream));

const compileGate = (form: NonNullable<UpstreamForm["gate"]>): GateConfig => ({
  match: form.match.map(normalMatch).sort(compareText),
  retryAfterSeconds: form.retryAfterSeconds ?? DEFAULTS.retryAfterSeconds,
  burstSeconds: form.burstSeconds ?? DEFAULTS.burstSeconds,
  connectionsPerTask: form.connectionsPerTask ?? null,
});

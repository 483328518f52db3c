import * as fc from "fast-check";
import type { ConfigForm } from "../../shared/config/schema.ts";
import type { UpstreamForm } from "../../shared/config/schema-nginx.ts";
import type { RecordForm } from "../../shared/config/schema-records.ts";
import type { ServiceForm } from "../../shared/config/schema-service.ts";

type Published = Pick<ServiceForm, "records" | "cloudMap" | "nginx">;

const some = <T>(values: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<T> =>
  fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<T>;

const whole = (min: number, max: number) => fc.integer({ min, max });

/** A private and a public zone of one domain, and one inside of it. */
export const destinationForms = some<Pick<ConfigForm, "nginx">>({
  nginx: fc.constant({
    edge: { tag: { "aws:autoscaling:groupName": "edge 1" }, policy: "install" },
    inner: { tag: { Role: "inner" }, file: "/etc/nginx/upstreams/headgate.conf" },
  }),
}).map(
  ({ nginx }): Pick<ConfigForm, "zones" | "nginx"> => ({
    zones: {
      public: { hostedZoneId: "ZPUBLIC", domain: "shop.example", policy: "upsert-only" },
      private: { hostedZoneId: "ZPRIVATE", domain: "Shop.Example." },
      inner: { hostedZoneId: "ZINNER", domain: "inner.shop.example", policy: "sync" },
    },
    ...(nginx === undefined ? {} : { nginx }),
  }),
);

const shared = some<RecordForm>({
  family: fc.constantFrom("ipv4", "ipv6", "dual"),
  ttlSeconds: whole(0, 300),
  address: fc.constantFrom("private", "public"),
});

const zone = fc.constantFrom("public", "private");

const plain = fc
  .record({ kind: fc.constantFrom<"simple" | "multivalue">("simple", "multivalue"), zone, more: shared })
  .map(({ more, ...rest }): RecordForm => ({ ...more, ...rest }));

const checked = fc
  .record({
    zone,
    more: shared,
    healthCheck: fc.constantFrom<NonNullable<RecordForm["healthCheck"]>>(
      { type: "TCP", port: 80, intervalSeconds: 10 },
      { type: "HTTP", path: "/health?deep=1", failureThreshold: 2 },
    ),
  })
  .map(({ more, ...rest }): RecordForm => ({ ...more, ...rest, address: "public", containerPort: 8080 }));

const weighted = fc.tuple(shared, whole(0, 255), whole(0, 255)).map(([more, first, second]): RecordForm[] => [
  { ...more, zone: "public", kind: "weighted", weight: first, setIdentifier: "main" },
  { ...more, zone: "public", kind: "weighted", weight: second, setIdentifier: "Canary" },
]);

const regional = fc.constantFrom<Pick<RecordForm, "latency" | "geolocation">>(
  { latency: { region: "eu-central-1" } },
  { latency: { region: "us-gov-west-1", setIdentifier: "gov" } },
  { geolocation: { continent: "EU" } },
  { geolocation: { country: "US", subdivision: "CA" } },
  { geolocation: { country: "*" } },
);

/**
 * What the service with this number publishes. The number is in every name, so that services don't meet.
 *
 * @param fleets names of the file's fleets
 */
export const publishedForms = (service: number, fleets: readonly string[]): fc.Arbitrary<Published> => {
  const own = `s${service}`;
  const records = some<NonNullable<Published["records"]>>({
    [`${own}.inner.shop.example`]: plain.map(({ zone: _, ...rest }) => rest),
    [`*.${own}.Shop.example.`]: plain,
    [`api.${own}.shop.example`]: fc.oneof(checked, weighted),
    [`both.${own}.shop.example`]: fc.tuple(plain, plain).map(([one, other]) => [
      { ...one, zone: "public" },
      { ...other, zone: "private" },
    ]),
    [`_grpc._tcp.${own}.shop.example`]: shared.map(
      (more): RecordForm => ({ ...more, kind: "srv", zone: "private", containerPort: 50_051 }),
    ),
    [`near.${own}.shop.example`]: fc
      .tuple(plain, regional)
      .map(([form, by]): RecordForm => ({ ...form, ...by, regionalName: `EU.${own}.shop.example` })),
  });
  const upstream = fc
    .record({
      more: some<UpstreamForm>({
        containerPort: whole(1, 65_535),
        address: fc.constantFrom("private", "public"),
        method: fc.constantFrom("least_conn", "round_robin"),
        keepalive: whole(0, 64),
        maxFails: whole(0, 3),
        failTimeoutSeconds: whole(1, 60),
      }),
      gate: fc.option(
        some<NonNullable<UpstreamForm["gate"]>>({ retryAfterSeconds: whole(1, 60), connectionsPerTask: whole(1, 90) }),
        { nil: undefined },
      ),
    })
    .map(
      ({ more, gate }): UpstreamForm => ({
        ...more,
        upstream: `${own}.main`,
        ...(gate && { gate: { ...gate, match: [`Shop.example/${own}/b`, `/${own}/a`] } }),
      }),
    );
  const nginx = some<NonNullable<Published["nginx"]>>(Object.fromEntries(fleets.map((fleet) => [fleet, upstream])));
  const cloudMap = some<NonNullable<Published["cloudMap"]>>({
    [`srv-${own}`]: some({ policy: fc.constantFrom("observe", "sync"), ttlSeconds: whole(0, 60) }),
    "srv-everybody": some({ containerPort: whole(1, 65_535), family: fc.constantFrom("ipv4", "dual") }),
  });
  return some<Published>({ records, cloudMap, nginx });
};

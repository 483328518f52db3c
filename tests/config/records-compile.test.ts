import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import type { PublishConfig, RecordConfig, UpstreamConfig } from "../../shared/config/publication.ts";
import { publishesNothing } from "../../shared/config/publication.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import { lines } from "./problem-row.ts";
import { withPublished } from "./published-text.ts";

const configOf = (text: string): Config => {
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
  return reading.config;
};

const published = (service: string): PublishConfig =>
  configOf(withPublished(`  order: { ${service} }`)).services[0]!.publish;

/** What a record is when it says nothing. */
const record = (own: Partial<RecordConfig> = {}): RecordConfig => ({
  zone: "internal",
  name: "order.shop.internal",
  kind: "multivalue",
  address: "private",
  family: "ipv4",
  ttlSeconds: 60,
  containerPort: null,
  weight: null,
  setIdentifier: null,
  regional: null,
  healthCheck: null,
  ...own,
});

const upstream = (own: Partial<UpstreamConfig> = {}): UpstreamConfig => ({
  fleet: "edge",
  upstream: "order",
  containerPort: null,
  address: "private",
  method: "least_conn",
  keepalive: 32,
  maxFails: 1,
  failTimeoutSeconds: 10,
  gate: null,
  ...own,
});

describe("records become what is published", () => {
  it.each<{ readonly when: string; readonly records: string; readonly gives: readonly RecordConfig[] }>([
    {
      when: "an empty record is the documented defaults, in the zone that its name fits",
      records: "order.shop.internal: {}",
      gives: [record()],
    },
    {
      when: "capitals and the dot at the end are DNS's own business",
      records: "Order.Shop.Internal.: {}",
      gives: [record()],
    },
    {
      when: "the zone's own name is a name in it",
      records: "shop.example: { kind: simple }",
      gives: [record({ zone: "public", name: "shop.example", kind: "simple" })],
    },
    {
      when: "a wildcard is a name",
      records: "'*.shop.example': { kind: simple }",
      gives: [record({ zone: "public", name: "*.shop.example", kind: "simple" })],
    },
    {
      when: "an srv record keeps the port that it asks for",
      records: "_http._tcp.order.shop.internal: { kind: srv, containerPort: 8080, family: dual }",
      gives: [record({ name: "_http._tcp.order.shop.internal", kind: "srv", containerPort: 8080, family: "dual" })],
    },
    {
      when: "a list is one record each, sorted by set",
      records:
        "order.shop.internal: [{ kind: weighted, weight: 95, setIdentifier: main }, { kind: weighted, weight: 5, setIdentifier: canary }]",
      gives: [
        record({ kind: "weighted", weight: 5, setIdentifier: "canary" }),
        record({ kind: "weighted", weight: 95, setIdentifier: "main" }),
      ],
    },
    {
      when: "a weight of 0 is a weight",
      records: "order.shop.internal: { kind: weighted, weight: 0, setIdentifier: dark }",
      gives: [record({ kind: "weighted", weight: 0, setIdentifier: "dark" })],
    },
    {
      when: "A and AAAA of one name may be of two kinds",
      records: "order.shop.internal: [{ kind: simple }, { family: ipv6, ttlSeconds: 0 }]",
      gives: [record({ family: "ipv6", ttlSeconds: 0 }), record({ kind: "simple" })],
    },
    {
      when: "latency carries the region's name as its identifier",
      records: "shop.example: { address: public, latency: { region: eu-central-1 }, regionalName: EU.shop.example }",
      gives: [
        record({
          zone: "public",
          name: "shop.example",
          address: "public",
          regional: {
            regionalName: "eu.shop.example",
            setIdentifier: "eu-central-1",
            by: { kind: "latency", region: "eu-central-1" },
          },
        }),
      ],
    },
    {
      when: "a health check has Route 53's own rhythm, and the record's port",
      records: "shop.example: { address: public, containerPort: 8080, healthCheck: { type: HTTPS, path: /health } }",
      gives: [
        record({
          zone: "public",
          name: "shop.example",
          address: "public",
          containerPort: 8080,
          healthCheck: { type: "HTTPS", path: "/health", port: 8080, intervalSeconds: 30, failureThreshold: 3 },
        }),
      ],
    },
    {
      when: "a health check's own port wins, and TCP has no path",
      records:
        "shop.example: { address: public, containerPort: 1, healthCheck: { type: TCP, port: 443, intervalSeconds: 10, failureThreshold: 1 } }",
      gives: [
        record({
          zone: "public",
          name: "shop.example",
          address: "public",
          containerPort: 1,
          healthCheck: { type: "TCP", path: null, port: 443, intervalSeconds: 10, failureThreshold: 1 },
        }),
      ],
    },
  ])("$when", ({ records, gives }) =>
    expect(published(`records: { ${records} }`)).toEqual({ ...publishesNothing, records: gives }),
  );

  it.each([
    { place: "{ continent: EU }", setIdentifier: "continent-EU", by: { continent: "EU" } },
    { place: "{ country: DE }", setIdentifier: "country-DE", by: { country: "DE", subdivision: null } },
    {
      place: "{ country: US, subdivision: CA }",
      setIdentifier: "country-US-CA",
      by: { country: "US", subdivision: "CA" },
    },
    { place: '{ country: "*" }', setIdentifier: "elsewhere", by: { country: "*", subdivision: null } },
    { place: "{ country: DE, setIdentifier: home }", setIdentifier: "home", by: { country: "DE", subdivision: null } },
  ])("the geolocation $place is the set $setIdentifier", ({ place, setIdentifier, by }) => {
    const form = `records: { shop.example: { geolocation: ${place}, regionalName: eu.shop.example } }`;
    const regional = { regionalName: "eu.shop.example", setIdentifier, by: { kind: "geolocation", ...by } };
    expect(published(form).records.map((each) => each.regional)).toEqual([regional]);
  });
});

describe("services meet at a name where Route 53 lets them", () => {
  it.each([
    {
      when: "two weights of a name",
      order: "shop.example: { kind: weighted, weight: 9, setIdentifier: main }",
      user: "shop.example: { kind: weighted, weight: 1, setIdentifier: canary }",
    },
    {
      when: "two regions of a name",
      order: "shop.example: { latency: { region: eu-west-1 }, regionalName: eu.shop.example }",
      user: "shop.example: { latency: { region: us-east-1 }, regionalName: us.shop.example }",
    },
    {
      when: "a continent and one of its countries",
      order: "shop.example: { geolocation: { continent: EU }, regionalName: eu.shop.example }",
      user: "shop.example: { geolocation: { country: DE }, regionalName: de.shop.example }",
    },
    {
      when: "a canary beside one region's weighted set",
      order:
        "shop.example: { kind: weighted, weight: 9, setIdentifier: main, latency: { region: eu-west-1 }, regionalName: eu.shop.example }",
      user: "eu.shop.example: { kind: weighted, weight: 1, setIdentifier: canary }",
    },
    {
      when: "IPv4 of the one and IPv6 of the other",
      order: "shop.example: { kind: simple }",
      user: "shop.example: { kind: simple, family: ipv6 }",
    },
  ])("$when", ({ order, user }) => {
    const { services } = configOf(
      withPublished(`  order: { records: { ${order} } }`, `  user: { records: { ${user} } }`),
    );
    expect(services.map(({ publish }) => publish.records.length)).toEqual([1, 1]);
  });
});

describe("a record's zone", () => {
  const text = (records: string): string =>
    lines(
      "version: 1",
      "name: shop",
      "zones:",
      "  wide: { hostedZoneId: ZWIDE, domain: example }",
      "  public: { hostedZoneId: ZPUBLIC, domain: SHOP.example., policy: sync }",
      "  private: { hostedZoneId: ZPRIVATE, domain: shop.example, policy: upsert-only }",
      "services:",
      `  order: { cluster: shop, signals: { cpu: 70 }, records: { ${records} } }`,
    );

  it("compiles with a calm policy and a normal domain, sorted by name", () => {
    expect(configOf(text("other.example: {}")).zones).toEqual([
      { name: "private", hostedZoneId: "ZPRIVATE", domain: "shop.example", policy: "upsert-only" },
      { name: "public", hostedZoneId: "ZPUBLIC", domain: "shop.example", policy: "sync" },
      { name: "wide", hostedZoneId: "ZWIDE", domain: "example", policy: "observe" },
    ]);
  });

  it("is the longest that fits, or the one that it says", () => {
    const config = configOf(
      text("other.example: {}, www.shop.example: [{ zone: public }, { zone: private }, { zone: wide }]"),
    );
    expect(config.services[0]!.publish.records.map(({ name, zone }) => `${name} in ${zone}`)).toEqual([
      "other.example in wide",
      "www.shop.example in private",
      "www.shop.example in public",
      "www.shop.example in wide",
    ]);
  });
});

describe("registrations and upstreams become what is published", () => {
  it("a Cloud Map service is the documented defaults, sorted by id", () => {
    const form =
      "cloudMap: { srv-b2: { policy: sync, family: dual, containerPort: 8080, ttlSeconds: 10 }, srv-a1: {} }";
    expect(published(form)).toEqual({
      ...publishesNothing,
      cloudMap: [
        { serviceId: "srv-a1", policy: "observe", family: "ipv4", containerPort: null, ttlSeconds: 60 },
        { serviceId: "srv-b2", policy: "sync", family: "dual", containerPort: 8080, ttlSeconds: 10 },
      ],
    });
  });

  it.each<{ readonly when: string; readonly nginx: string; readonly gives: readonly UpstreamConfig[] }>([
    {
      when: "an empty upstream is the documented defaults, with the service's name",
      nginx: "edge: {}",
      gives: [upstream()],
    },
    {
      when: "every key of an upstream is carried",
      nginx:
        "edge: { upstream: order.v2, containerPort: 8080, address: public, method: round_robin, keepalive: 0, maxFails: 0, failTimeoutSeconds: 30 }",
      gives: [
        upstream({
          upstream: "order.v2",
          containerPort: 8080,
          address: "public",
          method: "round_robin",
          keepalive: 0,
          maxFails: 0,
          failTimeoutSeconds: 30,
        }),
      ],
    },
    {
      when: "a service with two ports has a list, sorted by name",
      nginx: "edge: [{ upstream: web, containerPort: 80 }, { upstream: admin, containerPort: 81 }]",
      gives: [upstream({ upstream: "admin", containerPort: 81 }), upstream({ upstream: "web", containerPort: 80 })],
    },
    {
      when: "a gate's hosts are in lower case, its paths are not, and they are sorted",
      nginx: "edge: { gate: { match: [Shop.Example/Api, /, /api/] } }",
      gives: [
        upstream({
          gate: {
            match: ["/", "/api/", "shop.example/Api"],
            retryAfterSeconds: 5,
            burstSeconds: 1,
            connectionsPerTask: null,
          },
        }),
      ],
    },
    {
      when: "every key of a gate is carried",
      nginx: "edge: { gate: { match: [/a], retryAfterSeconds: 30, burstSeconds: 0, connectionsPerTask: 50 } }",
      gives: [upstream({ gate: { match: ["/a"], retryAfterSeconds: 30, burstSeconds: 0, connectionsPerTask: 50 } })],
    },
  ])("$when", ({ nginx, gives }) =>
    expect(published(`nginx: { ${nginx} }`)).toEqual({ ...publishesNothing, upstreams: gives }),
  );

  it("a fleet is found by its tag and writes one calm file", () => {
    const fleets = [
      "  old: { tag: { 'aws:autoscaling:groupName': edge 1 }, file: /etc/nginx/upstreams.d/shop.conf, policy: install }",
    ];
    const text = withPublished("  order: { nginx: { edge: {}, old: {} } }").replace(
      "defaults:",
      `${fleets[0]}\ndefaults:`,
    );
    expect(configOf(text).nginxFleets).toEqual([
      {
        name: "edge",
        tag: { key: "Role", value: "edge" },
        file: "/etc/nginx/conf.d/headgate.conf",
        policy: "observe",
      },
      {
        name: "old",
        tag: { key: "aws:autoscaling:groupName", value: "edge 1" },
        file: "/etc/nginx/upstreams.d/shop.conf",
        policy: "install",
      },
    ]);
  });

  it("one match in two fleets is two gates", () => {
    const text = withPublished(
      "  order: { nginx: { edge: { gate: { match: [/a] } }, old: { gate: { match: [/a] } } } }",
    );
    const { services } = configOf(text.replace("defaults:", "  old: { tag: { Role: old } }\ndefaults:"));
    expect(services[0]!.publish.upstreams.map(({ fleet, gate }) => `${fleet} ${gate?.match}`)).toEqual([
      "edge /a",
      "old /a",
    ]);
  });

  it("a service that publishes nothing publishes nothing", () => {
    expect(published("priority: 1")).toEqual(publishesNothing);
  });
});

it("what is wrong in the zones is not said again of the records in them", () => {
  const text = withPublished("  order: { records: { a.shop.internal: {}, b.shop.internal: { zone: internal } } }");
  const reading = parseConfig(text.replace("ZINTERNAL", "zinternal"), "headgate.yml");
  if (reading.kind === "ok") throw new Error("expected a refusal");
  expect(reading.problems.map(({ line, code, path }) => `${line} ${code} ${path}`)).toEqual([
    "4 illegal-name zones.internal.hostedZoneId",
  ]);
});

it("what is wrong in a service's records comes together with what is wrong elsewhere in it", () => {
  const text = withPublished(
    "  order: { tasks: { min: 9, max: 2 }, records: { a.shop.internal: { weight: 1 }, _headgate.x.shop.example: {} }, nginx: { edgy: {} } }",
  );
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "ok") throw new Error("expected a refusal");
  expect(reading.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    "min-above-max services.order.tasks.min",
    'record-contradiction services.order.records["a.shop.internal"].weight',
    'name-reserved services.order.records["_headgate.x.shop.example"]',
    "unknown-fleet services.order.nginx.edgy",
  ]);
});

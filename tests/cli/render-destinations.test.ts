import { describe, expect, it } from "@jest/globals";
import { renderDestinations } from "../../cli/render-destinations.ts";
import { parseConfig } from "../../shared/config/read-config.ts";

const rendered = (...lines: readonly string[]): string => {
  const reading = parseConfig(["version: 1", "name: shop", ...lines, ""].join("\n"), "headgate.yml");
  if (reading.kind !== "ok") throw new Error(JSON.stringify(reading.problems));
  return renderDestinations(reading.config).join("\n\n");
};

const zone = (domain: string, policy: string): string =>
  `  ${policy}: { hostedZoneId: Z0123456789${policy.replaceAll(/\W/g, "").toUpperCase()}, domain: ${domain}, policy: ${policy} }`;

describe("where the tasks are published", () => {
  it("is a table for each destination, with TTL and drain side by side", () => {
    const output = rendered(
      "zones:",
      zone("shop.internal", "sync"),
      zone("shop.example", "upsert-only"),
      zone("shop.test", "observe"),
      "nginx:",
      "  edge: { tag: { Role: edge }, policy: install }",
      "  inner: { tag: { Role: inner } }",
      "defaults: { cluster: shop, signals: { cpu: 70 } }",
      "services:",
      "  order:",
      "    records:",
      "      order.shop.internal: { kind: weighted, weight: 90, setIdentifier: stable, ttlSeconds: 30 }",
      "      _http._tcp.order.shop.internal: { kind: srv, containerPort: 8080, family: dual }",
      "    cloudMap: { srv-a: { policy: upsert-only, containerPort: 8080 } }",
      "    nginx: { edge: { containerPort: 8080, gate: { match: [shop.example/api, /orders] } } }",
      "  canary:",
      "    drain: { deregistrationDelaySeconds: 0, stopTimeoutSeconds: 30 }",
      "    records:",
      "      order.shop.internal: { kind: weighted, weight: 10, setIdentifier: canary, ttlSeconds: 30 }",
      "    nginx: { edge: { upstream: next } }",
    );
    expect(output).toBe(
      [
        "Cloud Map srv-a",
        "  service   ttl  known  drain  as",
        "  order    60 s  120 s  330 s  ipv4, port 8080, upsert-only: written, never removed",
        "",
        "nginx edge (tag Role: edge, /etc/nginx/conf.d/headgate.conf): install: the file is tested there, and replaced",
        "  upstream  service  port           gate",
        "  next      canary   its only port  none",
        "  order     order    port 8080      /orders, shop.example/api",
        "",
        "nginx inner (tag Role: inner, /etc/nginx/conf.d/headgate.conf): observe: only told, nothing is written",
        "  nothing is published here",
        "",
        "zone observe (shop.test, Z0123456789OBSERVE): observe: only told, nothing is written",
        "  nothing is published here",
        "",
        "zone sync (shop.internal, Z0123456789SYNC): sync: written, and removed with its task",
        "  name                            service   ttl  known  drain  as",
        "  order.shop.internal             canary   30 s   90 s   30 s  weighted 10 (canary), A",
        "  _http._tcp.order.shop.internal  order    60 s  120 s  330 s  srv, port 8080, A and AAAA",
        "  order.shop.internal             order    30 s   90 s  330 s  weighted 90 (stable), A",
        "",
        "zone upsert-only (shop.example, Z0123456789UPSERTONLY): upsert-only: written, never removed",
        "  nothing is published here",
        "",
        "known: for how long resolvers may hand out a task that stops, its TTL and up to 60 s until it is taken out.",
        "drain: for how long it goes on serving; it should be as long. A scale-in of Headgate's own waits for known.",
      ].join("\n"),
    );
  });

  it.each<{ when: string; record: string; shows: string }>([
    { when: "the defaults", record: "{}", shows: "multivalue, A" },
    { when: "public addresses", record: "{ address: public }", shows: "multivalue, public A" },
    { when: "addresses of IPv6", record: "{ kind: simple, family: ipv6 }", shows: "simple, AAAA" },
    {
      when: "a region by latency, with a health check",
      record:
        "{ address: public, latency: { region: eu-central-1 }, regionalName: eu.shop.example, healthCheck: { type: TCP, port: 80 } }",
      shows: "multivalue, public A, at eu.shop.example by latency eu-central-1, checked TCP 80",
    },
    {
      when: "a continent",
      record: "{ geolocation: { continent: EU }, regionalName: eu.shop.example }",
      shows: "multivalue, A, at eu.shop.example by place EU",
    },
    {
      when: "a country",
      record: "{ geolocation: { country: DE }, regionalName: de.shop.example }",
      shows: "multivalue, A, at de.shop.example by place DE",
    },
    {
      when: "a state of the US",
      record: "{ geolocation: { country: US, subdivision: CA }, regionalName: ca.shop.example }",
      shows: "multivalue, A, at ca.shop.example by place US-CA",
    },
  ])("shows of a record: $when", ({ record, shows }) => {
    const output = rendered(
      "zones:",
      zone("shop.example", "sync"),
      "services:",
      `  web: { cluster: shop, signals: { cpu: 70 }, records: { shop.example: ${record} } }`,
    );
    expect(output.split("\n")[2]).toBe(`  shop.example  web      60 s  120 s  330 s  ${shows}`);
  });

  it("says nothing of a file without destinations, and of TTLs only where there are some", () => {
    const service = "cluster: shop, signals: { cpu: 70 }";
    expect(rendered(`services: { web: { ${service} } }`)).toBe("");
    const nginx = rendered(
      "nginx: { edge: { tag: { Role: edge } } }",
      `services: { web: { ${service}, nginx: { edge: {} } } }`,
    );
    expect(nginx.split("\n").slice(1)).toEqual([
      "  upstream  service  port           gate",
      "  web       web      its only port  none",
    ]);
  });
});

import type { ProblemRow } from "./problem-row.ts";
import { withDestinations, withPublished } from "./published-text.ts";

const zones = "zones: { internal: { hostedZoneId: ZINTERNAL, domain: shop.internal } }";
const nginx = "nginx: { edge: { tag: { Role: edge } } }";

/** What is valid and will not work as well as it could. */
export const publishedWarningRows: readonly ProblemRow[] = [
  {
    when: "a record that outlives its tasks is a warning, with what would be enough",
    text: withPublished(
      "  order: { drain: { deregistrationDelaySeconds: 60 }, records: { a.shop.internal: { ttlSeconds: 31 }, b.shop.example: { ttlSeconds: 30 } }, nginx: { edge: {} } }",
    ),
    gives: {
      code: "ttl-above-drain",
      path: 'services.order.records["a.shop.internal"].ttlSeconds',
      line: 10,
      column: 97,
      fix: "lower ttlSeconds to at most 30, or raise drain.stopTimeoutSeconds by 1",
    },
  },
  {
    when: "a TTL that is not written counts as well, and no TTL is short enough for 30 s of drain",
    text: withPublished(
      "  order: { drain: { deregistrationDelaySeconds: 0 }, records: { a.shop.internal: [{ zone: internal }] }, nginx: { edge: {} } }",
    ).replace("  public: { hostedZoneId: ZPUBLIC, domain: shop.example }", "  # "),
    gives: {
      code: "ttl-above-drain",
      path: 'services.order.records["a.shop.internal"][0].ttlSeconds',
      line: 10,
      column: 83,
      fix: "raise drain.stopTimeoutSeconds by 90",
    },
  },
  {
    when: "a Cloud Map record that outlives its tasks is a warning",
    text: withDestinations(zones, nginx).replace(
      "records:",
      "drain: { deregistrationDelaySeconds: 90 }, cloudMap: { srv-a1: { ttlSeconds: 61 } }, records:",
    ),
    gives: {
      code: "ttl-above-drain",
      path: "services.order.cloudMap.srv-a1.ttlSeconds",
      line: 4,
      column: 126,
      fix: "lower ttlSeconds to at most 60, or raise drain.stopTimeoutSeconds by 1",
    },
  },
  {
    when: "a zone that no service uses is a warning",
    text: withDestinations(
      "zones:",
      "  internal: { hostedZoneId: ZINTERNAL, domain: shop.internal }",
      "  public: { hostedZoneId: ZPUBLIC, domain: shop.example }",
      nginx,
    ),
    gives: {
      code: "zone-unused",
      path: "zones.public",
      line: 7,
      column: 3,
      fix: "add records to a service, with names that end with .shop.example, or remove it",
    },
  },
  {
    when: "a fleet that no service uses is a warning",
    text: withDestinations(zones, "nginx:", "  edge: { tag: { Role: edge } }", "  old: { tag: { Role: old } }"),
    gives: {
      code: "fleet-unused",
      path: "nginx.old",
      line: 8,
      column: 3,
      fix: "add nginx: { old: {} } to the services behind it, or remove it",
    },
  },
  {
    when: "two gates of one service are a warning: each lets its whole rate through",
    text: withPublished(
      "  order: { nginx: { edge: [{ gate: { match: [/a] } }, { upstream: b, containerPort: 81, gate: { match: [/b] } }] }, records: { a.shop.internal: { ttlSeconds: 30 }, a.shop.example: { ttlSeconds: 30 } } }",
    ),
    gives: {
      code: "gate-shared",
      path: "services.order.nginx",
      line: 10,
      column: 12,
      fix: "keep one gate, where most of its requests come in",
    },
    says: "order has a gate in b of edge and order of edge: each lets the whole admitted rate of order through",
  },
];

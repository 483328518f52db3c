import { lines } from "./problem-row.ts";

/** A legal file with two zones and a fleet, whose services begin on line 10. Zones and fleets that are unused only warn. */
export const withPublished = (...services: readonly string[]): string =>
  lines(
    "version: 1",
    "name: shop",
    "zones:",
    "  internal: { hostedZoneId: ZINTERNAL, domain: shop.internal }",
    "  public: { hostedZoneId: ZPUBLIC, domain: shop.example }",
    "nginx:",
    "  edge: { tag: { Role: edge } }",
    "defaults: { cluster: shop, signals: { cpu: 70 } }",
    "services:",
    ...services,
  );

/** A legal file whose one service publishes in the zone `internal` and the fleet `edge`; zones and fleets begin on line 5. */
export const withDestinations = (...destinations: readonly string[]): string =>
  lines(
    "version: 1",
    "name: shop",
    "services:",
    "  order: { cluster: shop, signals: { cpu: 70 }, records: { order.shop.internal: { zone: internal } }, nginx: { edge: {} } }",
    ...destinations,
  );

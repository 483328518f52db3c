import { describe, expect, it } from "@jest/globals";
import { publishesNothing, type RecordConfig } from "../../../shared/config/publication.ts";
import { destinationsOf } from "../../../shared/records/destination.ts";
import { listingNeeds } from "../../../shared/records/listing-needs.ts";
import { publishedService, recordOf, recordsConfig } from "./records-stack.ts";

const inZone = (...records: readonly Partial<RecordConfig>[]) =>
  publishedService(
    "order",
    records.map((record) => recordOf(record)),
  );

const inCloudMap = {
  ...publishedService("order", []),
  publish: {
    ...publishesNothing,
    cloudMap: [
      { serviceId: "srv-1", policy: "sync" as const, family: "ipv4" as const, containerPort: null, ttlSeconds: 10 },
    ],
  },
};

describe("what is read of a service's tasks", () => {
  it.each([
    { when: "private addresses alone", service: inZone({}), gives: { publicAddresses: false, ports: false } },
    {
      when: "public ones where one of its records has them",
      service: inZone({}, { name: "www.shop.internal", address: "public" }),
      gives: { publicAddresses: true, ports: false },
    },
    {
      when: "ports for SRV",
      service: inZone({ name: "_http._tcp.shop.internal", kind: "srv" }),
      gives: { publicAddresses: false, ports: true },
    },
    { when: "ports for Cloud Map", service: inCloudMap, gives: { publicAddresses: false, ports: true } },
  ])("$when", ({ service, gives }) => {
    const destination = destinationsOf(recordsConfig([service])).find(({ services }) => services.length > 0)!;
    expect(listingNeeds(destination, service)).toEqual(gives);
  });
});

import type { ServiceConfig } from "../config/service-config.ts";
import { assertNever } from "../plan/assert-never.ts";
import type { Destination } from "./destination.ts";
import type { ListingNeeds } from "./task-listing.ts";

/** What of a service's tasks has to be read for what it publishes at a destination, and no more. */
export const listingNeeds = (destination: Destination, { name }: ServiceConfig): ListingNeeds => {
  switch (destination.kind) {
    case "zone": {
      const records = destination.services.find(({ service }) => service.name === name)?.entries ?? [];
      return {
        publicAddresses: records.some(({ address }) => address === "public"),
        ports: records.some(({ kind }) => kind === "srv"),
      };
    }
    case "cloud-map":
      return { publicAddresses: false, ports: true };
    case "nginx": {
      const upstreams = destination.services.find(({ service }) => service.name === name)?.entries ?? [];
      return { publicAddresses: upstreams.some(({ address }) => address === "public"), ports: true };
    }
    default:
      return assertNever(destination);
  }
};

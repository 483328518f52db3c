import type { DatabasePlace } from "./database-config.ts";

/** "shop-orders", or "the writer of cluster shop-aurora". */
export const describePlace = (place: DatabasePlace): string =>
  place.kind === "instance" ? place.instance : `the ${place.role} of cluster ${place.cluster}`;

import type { Grant } from "./grant.ts";

/** What it takes to read a domain as `scale` does; the stack knows which resources these are. */
export const domainReads: readonly Grant[] = [{ actions: [], on: "domain" }];

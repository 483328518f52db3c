import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { optional, required } from "./schema-key.ts";

const hostedZoneId = z
  .string()
  .regex(
    /^Z[A-Z0-9]{1,31}$/,
    "a hosted zone's id is Z with 1 to 31 capital letters and digits; write the id alone, without /hostedzone/",
  );

export const publicationPolicy = z.enum(["observe", "upsert-only", "sync"]);

export const zoneForm = z.strictObject({
  hostedZoneId: required(hostedZoneId, "Id of the Route 53 hosted zone, public or private.", {
    examples: ["Z0123456789ABCDEFGHIJ"],
  }),
  domain: required(
    z.string().min(1).max(255),
    "The zone's own domain name. The name of every record in it is this, or ends with a dot and this.",
    { examples: ["shop.internal"] },
  ),
  policy: optional(
    publicationPolicy,
    "What may be written in the zone: `observe` nothing, only what would change is told; `upsert-only` what is new or changed; `sync` also removes the records of tasks that are gone. Records that Headgate does not own are never touched. The default changes nothing in your account.",
    { default: DEFAULTS.zonePolicy, examples: ["sync"] },
  ),
});

export type ZoneForm = z.infer<typeof zoneForm>;

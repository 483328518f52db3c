import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { endpointFamily, ttl } from "./schema-endpoint.ts";
import { optional, port } from "./schema-key.ts";
import { publicationPolicy } from "./schema-zone.ts";

const cloudMapServiceId = z
  .string()
  .regex(
    /^srv-[a-z0-9]{1,60}$/,
    "a Cloud Map service's id is srv- with 1 to 60 lower-case letters and digits; write the id, not the ARN or the name",
  );

const registration = z.strictObject({
  policy: optional(
    publicationPolicy,
    "What may be written in the Cloud Map service: `observe` nothing, `upsert-only` registers, `sync` also deregisters the tasks that are gone.",
    { default: DEFAULTS.cloudMapPolicy, examples: ["sync"] },
  ),
  family: optional(endpointFamily, "Which addresses of a task are registered.", {
    default: DEFAULTS.family,
    examples: ["ipv4"],
  }),
  containerPort: optional(port, "Which of the task's ports is registered, where it has several.", {
    examples: [8080],
  }),
  ttlSeconds: optional(
    ttl,
    "The TTL of the service's DNS records, as Cloud Map has it: a task that leaves is waited for as long.",
    { default: DEFAULTS.ttlSeconds, examples: [60] },
  ),
});

export const cloudMapForm = z.record(cloudMapServiceId, registration);

export type RegistrationForm = z.infer<typeof registration>;

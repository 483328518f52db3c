import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { optional, port, required, whole } from "./schema-key.ts";

export const healthCheck = z.strictObject({
  type: required(
    z.enum(["HTTP", "HTTPS", "TCP"]),
    "What is checked: an answer of 2xx or 3xx within HTTP or HTTPS, or that a TCP connection opens.",
    { examples: ["HTTP"] },
  ),
  path: optional(
    z
      .string()
      .regex(/^\/[!-~]{0,254}$/, "a path begins with / and has at most 255 printable ASCII characters without spaces"),
    "The path that is asked for. Needed with HTTP and HTTPS.",
    { examples: ["/health"] },
  ),
  port: optional(port, "The port on the public address. The record's containerPort unless given.", {
    examples: [8080],
  }),
  intervalSeconds: optional(
    z.literal([10, 30]),
    "Seconds between two checks of one health checker. Route 53 bills checks every 10 seconds higher, and cannot change it later: the check is made anew.",
    { default: DEFAULTS.healthCheckIntervalSeconds, examples: [30] },
  ),
  failureThreshold: optional(
    whole(1, 10),
    "Checks in a row after which a task counts as failed, or as well again. Three is Route 53's own default.",
    { default: DEFAULTS.healthCheckFailureThreshold, examples: [3] },
  ),
});

export type HealthCheckForm = z.infer<typeof healthCheck>;

import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { endpointAddress } from "./schema-endpoint.ts";
import { name, optional, port, required, whole } from "./schema-key.ts";

/** Systems Manager finds instances by `tag:KEY`, whose pattern has no plus sign. */
const tagKey = z
  .string()
  .regex(/^[A-Za-z0-9 _.:/=@-]{1,128}$/, "a tag's key is 1 to 128 letters, digits, spaces and _ . : / = - @");

const tagValue = z
  .string()
  .regex(/^[A-Za-z0-9 _.:/=+@-]{1,256}$/, "a tag's value is 1 to 256 letters, digits, spaces and _ . : / = + - @");

/** No part of it may be . or .., so that it is where it seems to be. */
const absoluteFile = z
  .string()
  .max(255)
  .regex(
    /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)+$/,
    "the file is an absolute path of letters, digits and . _ - /, without . or .. as a part",
  );

export const nginxFleetForm = z.strictObject({
  tag: required(z.record(tagKey, tagValue), "The tag that the instances running nginx have: one key with its value.", {
    examples: [{ Role: "edge" }],
  }),
  file: optional(
    absoluteFile,
    "The one file on the instances that is written: upstreams and nothing else. nginx must include it in its http block, as Debian's and Amazon Linux's packages do with /etc/nginx/conf.d/*.conf.",
    { default: DEFAULTS.nginxFile, examples: ["/etc/nginx/conf.d/headgate.conf"] },
  ),
  policy: optional(
    z.enum(["observe", "install"]),
    "`observe` renders the file and tells what would change; `install` stores it and has the instances take it over, after nginx has tested it there.",
    { default: DEFAULTS.fleetPolicy, examples: ["install"] },
  ),
});

const gate = z.strictObject({
  match: required(
    z.array(z.string().min(1).max(500)).min(1),
    "The requests that it is about: a host and a path prefix, or a path prefix for any host.",
    { examples: [["shop.example/api/orders"]] },
  ),
  retryAfterSeconds: optional(
    whole(1, 3600),
    "What a request that is turned away is told to wait, in seconds (Retry-After).",
    { default: DEFAULTS.retryAfterSeconds, examples: [5] },
  ),
  burstSeconds: optional(
    whole(0, 60),
    "How many seconds' worth of the admitted rate may come at once. Arrivals are never even; with 0 a request is turned away although the second's sum would pass.",
    { default: DEFAULTS.burstSeconds, examples: [1] },
  ),
  connectionsPerTask: optional(
    whole(1, 100_000),
    "Most requests in progress, per task of the service. Not bounded unless given.",
    { examples: [50] },
  ),
});

const upstream = z.strictObject({
  upstream: optional(
    z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
        "an upstream's name is 1 to 128 letters, digits and . _ -, and begins with a letter or a digit",
      ),
    "Name of the upstream block, as in proxy_pass http://NAME. The service's own name unless given.",
    { examples: ["order"] },
  ),
  containerPort: optional(port, "Which of the task's ports, where it has several: the container's own number.", {
    examples: [8080],
  }),
  address: optional(endpointAddress, "Which address of a task nginx connects to.", {
    default: DEFAULTS.address,
    examples: ["private"],
  }),
  method: optional(
    z.enum(["least_conn", "round_robin"]),
    "How nginx chooses a task. The fewest requests in progress, unless given: a slow task then gets less, and a new one its share at once.",
    { default: DEFAULTS.balancing, examples: ["least_conn"] },
  ),
  keepalive: optional(
    whole(0, 10_000),
    "Idle connections to the tasks that each worker process keeps; 0 keeps none. The location must say proxy_http_version 1.1 and clear the Connection header.",
    { default: DEFAULTS.keepalive, examples: [32] },
  ),
  maxFails: optional(
    whole(0, 1000),
    "Failures within failTimeoutSeconds that take a task out for as long; 0 never does. One is nginx's own default.",
    { default: DEFAULTS.maxFails, examples: [1] },
  ),
  failTimeoutSeconds: optional(whole(1, 3600), "See maxFails. Ten seconds are nginx's own default.", {
    default: DEFAULTS.failTimeoutSeconds,
    examples: [10],
  }),
  gate: optional(
    gate,
    "Load shedding: while a budget binds and more arrives than the tasks that may exist carry, nginx answers what is above the admitted rate with 503 and Retry-After. Nothing is shed unless given.",
    { examples: [{ match: ["shop.example/api/orders"] }] },
  ),
});

export const upstreamsForm = z.record(name, z.union([upstream, z.array(upstream).min(1)]));

export type NginxFleetForm = z.infer<typeof nginxFleetForm>;
export type UpstreamForm = z.infer<typeof upstream>;
export type UpstreamsForm = z.infer<typeof upstreamsForm>;

import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { endpointAddress, endpointFamily, ttl } from "./schema-endpoint.ts";
import { healthCheck } from "./schema-health-check.ts";
import { name, optional, port, required, whole } from "./schema-key.ts";

/** Shorter than Route 53's 128, so that it can be read in the name of the ownership record: a label has 63 characters. */
const setIdentifier = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,49}$/,
    "an identifier is 1 to 50 letters, digits, - and _, and begins with a letter or a digit",
  );

const ofRegion = {
  setIdentifier: optional(
    setIdentifier,
    "Tells the regions' entries of one name apart. The region's or the place's own name unless given.",
    { examples: ["frankfurt"] },
  ),
};

const latency = z.strictObject({
  region: required(
    z
      .string()
      .regex(
        /^[a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2}$/,
        "a region is written like eu-central-1; not a zone of it, as eu-central-1a",
      ),
    "The AWS region of these tasks.",
    { examples: ["eu-central-1"] },
  ),
  ...ofRegion,
});

const geolocation = z.strictObject({
  continent: optional(z.enum(["AF", "AN", "AS", "EU", "NA", "OC", "SA"]), "Whose clients come here, by continent.", {
    examples: ["EU"],
  }),
  country: optional(
    z
      .string()
      .regex(/^(?:[A-Z]{2}|\*)$/, 'a country is two capital letters as in ISO 3166-1, or "*" for everywhere else'),
    "Whose clients come here, by country, in two letters; `*` for those of everywhere that has no entry of its own. A country wins over its continent.",
    { examples: ["DE"] },
  ),
  subdivision: optional(
    z.string().regex(/^[A-Z]{2}$/, "a state is two capital letters as in postal addresses"),
    "A state of the country US, the only one that Route 53 divides.",
    { examples: ["CA"] },
  ),
  ...ofRegion,
});

const record = z.strictObject({
  zone: optional(
    name,
    "The zone that the record is in, by its name under zones. Unless given, the zone whose domain the name ends with; the longest domain wins. Needed where two zones have the same domain, a private and a public one.",
    { examples: ["internal"] },
  ),
  kind: optional(
    z.enum(["simple", "multivalue", "weighted", "srv"]),
    "`simple`: one record with the addresses of all tasks. `multivalue`: a record per task, of which an answer holds up to eight, so a client has others to try and the answer stays small; the default, because it also takes health checks. `weighted`: one of several records at the name, each with its weight, for canaries. `srv`: with ports, for tasks on dynamic ports; its name begins with _service._tcp or _service._udp.",
    { default: DEFAULTS.recordKind, examples: ["simple"] },
  ),
  address: optional(endpointAddress, "Which address of a task is published.", {
    default: DEFAULTS.address,
    examples: ["public"],
  }),
  family: optional(endpointFamily, "`ipv4` publishes A records, `ipv6` AAAA records, `dual` both.", {
    default: DEFAULTS.family,
    examples: ["dual"],
  }),
  ttlSeconds: optional(
    ttl,
    "For how many seconds resolvers keep an answer. A task that stops should go on serving until the last answer with its address has expired, and a minute more; half a minute to a minute is usual.",
    { default: DEFAULTS.ttlSeconds, examples: [30] },
  ),
  containerPort: optional(
    port,
    "Which of the task's ports, where it has several: the container's own number. Used by srv and by health checks.",
    { examples: [8080] },
  ),
  weight: optional(
    whole(0, 255),
    "Kind weighted only, and needed there: this record's share of the answers, relative to the others of the name. 0 sends nobody while another has more.",
    { examples: [10] },
  ),
  setIdentifier: optional(setIdentifier, "Kind weighted only, and needed there: tells the records of one name apart.", {
    examples: ["canary"],
  }),
  latency: optional(
    latency,
    "Makes the name an alias that answers with the region that is fastest for the client. The tasks themselves are at regionalName.",
    { examples: [{ region: "eu-central-1" }] },
  ),
  geolocation: optional(
    geolocation,
    "Makes the name an alias that answers by where the client is: a continent, a country, or a state of the US. The tasks themselves are at regionalName.",
    { examples: [{ continent: "EU" }] },
  ),
  regionalName: optional(
    z.string().min(1).max(255),
    "The DNS name of this region's own record, in the same zone. Needed with latency or geolocation.",
    { examples: ["eu.shop.example"] },
  ),
  healthCheck: optional(
    healthCheck,
    "A Route 53 health check for each task, so that answers leave out what does not respond. Public addresses of the kind multivalue only; Route 53 bills each check.",
    { examples: [{ type: "HTTP", path: "/health", port: 8080 }] },
  ),
});

/** By DNS name; the checks of names are `dnsNameProblem`'s, which says more than a pattern can. */
export const recordsForm = z.record(z.string(), z.union([record, z.array(record).min(1)]));

export type RecordForm = z.infer<typeof record>;
export type RecordsForm = z.infer<typeof recordsForm>;

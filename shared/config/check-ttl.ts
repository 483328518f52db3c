import { ttlOf } from "./compile-records.ts";
import { oneOrMore } from "./one-or-more.ts";
import { type Finding, type KeyPath, shown } from "./problems.ts";
import type { ServiceForm } from "./schema-service.ts";
import type { ServiceConfig } from "./service-config.ts";

/** From the start of a stop until the address is out of DNS everywhere: the event, the queue, and Route 53's own minute. */
export const WITHDRAWAL_SECONDS = 60;

/**
 * A task should serve for as long as anybody may still hold its address: the TTL, and the minute until it is out of DNS.
 *
 * A warning only, because a scale-in of Headgate's own takes the address out first. Deployments and failures don't.
 */
export const checkTtl = (
  services: readonly ServiceConfig[],
  forms: ReadonlyMap<string, ServiceForm>,
): readonly Finding[] =>
  services.flatMap(({ name, drainSeconds }) =>
    entriesOf(name, forms.get(name) ?? {}).flatMap(({ path, what, ttlSeconds }): readonly Finding[] => {
      const missing = ttlSeconds + WITHDRAWAL_SECONDS - drainSeconds;
      if (missing <= 0) return [];
      const message = `tasks of ${name} stop before their record has expired from caches: they drain for ${drainSeconds} s, and resolvers may hold ${shown(what)} for ${ttlSeconds} s, after up to ${WITHDRAWAL_SECONDS} s until it is changed`;
      const most = drainSeconds - WITHDRAWAL_SECONDS;
      const raise = `raise drain.stopTimeoutSeconds by ${missing}`;
      const fix = most < 0 ? raise : `lower ttlSeconds to at most ${most}, or ${raise}`;
      return [{ code: "ttl-above-drain", path: [...path, "ttlSeconds"], message, fix }];
    }),
  );

type TtlEntry = { readonly path: KeyPath; readonly what: string; readonly ttlSeconds: number };

const entriesOf = (service: string, { records = {}, cloudMap = {} }: ServiceForm): readonly TtlEntry[] => [
  ...Object.entries(records).flatMap(([name, value]) =>
    oneOrMore(["services", service, "records", name], value).map(({ path, form }) => ({
      path,
      what: name,
      ttlSeconds: ttlOf(form),
    })),
  ),
  ...Object.entries(cloudMap).map(([serviceId, form]) => ({
    path: ["services", service, "cloudMap", serviceId],
    what: serviceId,
    ttlSeconds: ttlOf(form),
  })),
];

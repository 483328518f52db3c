import { byName, compareText } from "./by-name.ts";
import { compileRecords, ttlOf } from "./compile-records.ts";
import { compileUpstreams, placeUpstreams } from "./compile-upstreams.ts";
import { DEFAULTS } from "./defaults.ts";
import { normalDnsName } from "./dns-name.ts";
import { placeRecords } from "./placed-records.ts";
import type { CloudMapConfig, NginxFleetConfig, PublishConfig, ZoneConfig } from "./publication.ts";
import type { NginxFleetForm } from "./schema-nginx.ts";
import type { ServiceForm } from "./schema-service.ts";
import type { ZoneForm } from "./schema-zone.ts";

export const compileZones = (forms: ReadonlyMap<string, ZoneForm>): readonly ZoneConfig[] =>
  [...forms]
    .map(([name, { hostedZoneId, domain, policy }]) => ({
      name,
      hostedZoneId,
      domain: normalDnsName(domain),
      policy: policy ?? DEFAULTS.zonePolicy,
    }))
    .sort(byName);

export const compileNginxFleets = (forms: ReadonlyMap<string, NginxFleetForm>): readonly NginxFleetConfig[] =>
  [...forms]
    .map(([name, { tag, file, policy }]) => {
      const [key = "", value = ""] = Object.entries(tag)[0] ?? [];
      return { name, tag: { key, value }, file: file ?? DEFAULTS.nginxFile, policy: policy ?? DEFAULTS.fleetPolicy };
    })
    .sort(byName);

/** Where a service's tasks are published, with every default filled in; every list sorted. */
export const compilePublish = (
  service: string,
  form: Pick<ServiceForm, "records" | "cloudMap" | "nginx">,
  zones: readonly ZoneConfig[],
): PublishConfig => ({
  records: compileRecords(placeRecords(service, form, zones)),
  cloudMap: compileCloudMap(form.cloudMap),
  upstreams: compileUpstreams(placeUpstreams(service, form)),
});

const compileCloudMap = (forms: ServiceForm["cloudMap"] = {}): readonly CloudMapConfig[] =>
  Object.entries(forms)
    .map(([serviceId, form]) => ({
      serviceId,
      policy: form.policy ?? DEFAULTS.cloudMapPolicy,
      family: form.family ?? DEFAULTS.family,
      containerPort: form.containerPort ?? null,
      ttlSeconds: ttlOf(form),
    }))
    .sort((a, b) => compareText(a.serviceId, b.serviceId));

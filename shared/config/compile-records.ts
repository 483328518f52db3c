import { compareText } from "./by-name.ts";
import { DEFAULTS } from "./defaults.ts";
import { normalDnsName } from "./dns-name.ts";
import type { PlacedRecord } from "./placed-records.ts";
import type { HealthCheckConfig, RecordConfig, RegionalConfig } from "./publication.ts";
import type { HealthCheckForm } from "./schema-health-check.ts";
import type { RecordForm } from "./schema-records.ts";

/**
 * Records with every default filled in, sorted by name, zone, kind, family and set.
 *
 * A record without a zone is left out: the check refuses it, and the rest of the file is still to be checked.
 */
export const compileRecords = (placed: readonly PlacedRecord[]): readonly RecordConfig[] =>
  placed
    .flatMap(({ name, zone, form }) => (zone.kind === "zone" ? [compileRecord(name, zone.zone.name, form)] : []))
    .sort(
      (a, b) =>
        compareText(a.name, b.name) ||
        compareText(a.zone, b.zone) ||
        compareText(a.kind, b.kind) ||
        compareText(a.family, b.family) ||
        compareText(setOf(a), setOf(b)),
    );

const compileRecord = (name: string, zone: string, form: RecordForm): RecordConfig => ({
  zone,
  name,
  kind: kindOf(form),
  address: form.address ?? DEFAULTS.address,
  family: form.family ?? DEFAULTS.family,
  ttlSeconds: ttlOf(form),
  containerPort: form.containerPort ?? null,
  weight: form.weight ?? null,
  setIdentifier: form.setIdentifier ?? null,
  regional: compileRegional(form),
  healthCheck: form.healthCheck === undefined ? null : compileHealthCheck(form.healthCheck, form.containerPort),
});

export const kindOf = ({ kind }: RecordForm): RecordConfig["kind"] => kind ?? DEFAULTS.recordKind;

export const ttlOf = ({ ttlSeconds }: { readonly ttlSeconds?: number | undefined }): number =>
  ttlSeconds ?? DEFAULTS.ttlSeconds;

/** @returns `null` where the name holds the set itself, and where the form says no place or no name for it */
export const compileRegional = ({ latency, geolocation, regionalName }: RecordForm): RegionalConfig | null => {
  if (regionalName === undefined) return null;
  const own = { regionalName: normalDnsName(regionalName) };
  if (latency !== undefined) {
    const { region, setIdentifier = region } = latency;
    return { ...own, setIdentifier, by: { kind: "latency", region } };
  }
  if (geolocation === undefined) return null;
  const { continent, country, subdivision = null } = geolocation;
  if (continent !== undefined) {
    const { setIdentifier = `continent-${continent}` } = geolocation;
    return { ...own, setIdentifier, by: { kind: "geolocation", continent } };
  }
  if (country === undefined) return null;
  const place = subdivision === null ? country : `${country}-${subdivision}`;
  const { setIdentifier = country === "*" ? "elsewhere" : `country-${place}` } = geolocation;
  return { ...own, setIdentifier, by: { kind: "geolocation", country, subdivision } };
};

/** The check has seen to a path where one is needed, and to a port. */
const compileHealthCheck = (form: HealthCheckForm, containerPort = 0): HealthCheckConfig => ({
  type: form.type,
  path: form.path ?? null,
  port: form.port ?? containerPort,
  intervalSeconds: form.intervalSeconds ?? DEFAULTS.healthCheckIntervalSeconds,
  failureThreshold: form.failureThreshold ?? DEFAULTS.healthCheckFailureThreshold,
});

const setOf = ({ setIdentifier, regional }: RecordConfig): string => setIdentifier ?? regional?.setIdentifier ?? "";

import type * as z from "zod";
import { compareText } from "./by-name.ts";
import { checkBudget, checkLimits } from "./check-budget.ts";
import { checkCalls } from "./check-calls.ts";
import { checkCapacity } from "./check-capacity.ts";
import { checkDatabase } from "./check-databases.ts";
import { checkForecasts } from "./check-forecast.ts";
import { checkIdentities } from "./check-identities.ts";
import { checkSameFile, checkTag } from "./check-nginx-fleets.ts";
import { checkNotices } from "./check-notices.ts";
import { checkSameProxy } from "./check-proxies.ts";
import { checkPublication } from "./check-publication.ts";
import { checkReferences, checkUnusedDatabases, type References } from "./check-references.ts";
import { checkRollout } from "./check-rollout.ts";
import { checkSchedules } from "./check-schedules.ts";
import { describeIssues } from "./check-shape.ts";
import { checkSharedGates } from "./check-shared-gates.ts";
import { checkQuietServices, checkSignals } from "./check-signals.ts";
import { checkSources } from "./check-sources.ts";
import { checkTasks } from "./check-tasks.ts";
import { checkTtl } from "./check-ttl.ts";
import { checkUnusedDestinations } from "./check-unused-destinations.ts";
import { checkSameZone, checkZone } from "./check-zones.ts";
import { compile } from "./compile.ts";
import type { Config } from "./config.ts";
import { mergeDefaults } from "./merge-defaults.ts";
import { checkPools } from "./pools.ts";
import { type Finding, type Problem, sortProblems } from "./problems.ts";
import { readTree } from "./read-tree.ts";
import { configForm, type DatabaseForm, databaseForm, type ProxyForm, proxyForm } from "./schema.ts";
import { name as legalName } from "./schema-key.ts";
import { type NginxFleetForm, nginxFleetForm } from "./schema-nginx.ts";
import { noticesForm } from "./schema-notices.ts";
import { type DefaultsForm, defaultsForm, type ServiceForm, serviceForm } from "./schema-service.ts";
import { type ZoneForm, zoneForm } from "./schema-zone.ts";

export type ConfigReading =
  | { readonly kind: "ok"; readonly config: Config; readonly warnings: readonly Problem[] }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/**
 * Reads headgate.yml: parse, check, compile.
 *
 * Reports everything it can find at once, in the order of the lines. A part whose shape is wrong is left out of the
 * checks that need it, so that one mistake is not reported twice.
 *
 * @param text the file's content
 * @param fileName for messages only
 * @throws never
 */
export const parseConfig = (text: string, fileName: string): ConfigReading => {
  const reading = readTree(text, fileName);
  if (reading.kind === "refused") return reading;
  const { tree } = reading;
  const shape = configForm.safeParse(tree.value);
  const findings: Finding[] = shape.success ? [] : [...describeIssues(shape.error.issues, tree.value)];
  const references = readReferences(tree.value);
  if (references.services.length === 0 && isMap(tree.value["services"])) {
    findings.push({
      code: "no-services",
      path: ["services"],
      message: "there is no service",
      fix: "add one under services, with its cluster",
    });
  }
  findings.push(...checkReferences(references));

  const readable = readParts(tree.value);
  const { services, findings: poolFindings } = mergeAll(readable);
  const { sound: databases, findings: databaseFindings } = soundOf(readable.databases, checkDatabase);
  const { sound: zones, findings: zoneFindings } = soundOf(readable.zones, checkZone);
  const { sound: nginxFleets, findings: fleetFindings } = soundOf(readable.nginxFleets, checkTag);
  const { proxies } = readable;
  const noticesRead = noticesForm.safeParse(tree.value["notices"] ?? {});
  const noticesFindings = noticesRead.success ? checkNotices(noticesRead.data) : [];
  const notices = noticesFindings.length === 0 ? noticesRead.data : undefined;
  const top = shape.success ? shape.data : { name: "" };
  const config = compile({ ...top, notices, services, databases, proxies, zones, nginxFleets });
  const knownZones = { names: namesIn(tree.value, "zones"), zones: config.zones };
  findings.push(
    ...databaseFindings,
    ...poolFindings,
    ...zoneFindings,
    ...fleetFindings,
    ...noticesFindings,
    ...checkSameZone(config.zones),
    ...checkSameFile(config.nginxFleets),
    ...checkPublication(readable.services, knownZones, namesIn(tree.value, "nginx")),
    ...checkSameProxy(config.proxies),
    ...checkTasks(config.services),
    ...checkRollout(config.services),
    ...checkIdentities(config.services, config.databases),
    ...checkSignals(config.services),
    ...checkForecasts(config.services),
    ...checkBudget(config.services, config.databases),
  );
  const problems = sortProblems([...tree.problems, ...tree.locate(findings)]);
  if (problems.length > 0) return { kind: "refused", problems };
  const warnings = [
    ...checkUnusedDatabases(references),
    ...checkLimits(config.databases),
    ...checkQuietServices(config.services),
    ...checkCalls(config.services),
    ...checkUnusedDestinations(config),
    ...checkSharedGates(config.services),
    ...checkTtl(config.services, services),
  ];
  return { kind: "ok", config, warnings: sortProblems(tree.locate(warnings)) };
};

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isMap(value) ? Object.entries(value).sort(([a], [b]) => compareText(a, b)) : [];

const namesIn = (map: unknown, key: string): readonly string[] =>
  isMap(map) && Object.hasOwn(map, key) ? entriesOf(map[key]).map(([name]) => name) : [];

const textIn = (map: unknown, key: string): string | null => {
  const text = isMap(map) && Object.hasOwn(map, key) ? map[key] : null;
  return typeof text === "string" ? text : null;
};

const readReferences = (value: Readonly<Record<string, unknown>>): References => {
  const shared = namesIn(value["defaults"], "pools");
  return {
    databases: namesIn(value, "databases"),
    proxies: entriesOf(value["proxies"]).map(([name, proxy]) => ({ name, database: textIn(proxy, "database") })),
    services: entriesOf(value["services"]).map(([name, service]) => ({
      name,
      pools: [...new Set([...shared, ...namesIn(service, "pools")])],
      calls: namesIn(service, "calls"),
    })),
  };
};

type Parts = {
  readonly defaults: DefaultsForm;
  readonly databases: ReadonlyMap<string, DatabaseForm>;
  readonly proxies: ReadonlyMap<string, ProxyForm>;
  readonly zones: ReadonlyMap<string, ZoneForm>;
  readonly nginxFleets: ReadonlyMap<string, NginxFleetForm>;
  readonly services: ReadonlyMap<string, ServiceForm>;
};

/** Every part whose shape is right. Without readable defaults no service is known well enough to be checked. */
const readParts = (value: Readonly<Record<string, unknown>>): Parts => {
  const defaults = defaultsForm.safeParse(value["defaults"] ?? {});
  return {
    defaults: defaults.data ?? {},
    databases: readEach(value["databases"], databaseForm),
    proxies: readEach(value["proxies"], proxyForm),
    zones: readEach(value["zones"], zoneForm),
    nginxFleets: readEach(value["nginx"], nginxFleetForm),
    services: defaults.success ? readEach(value["services"], serviceForm) : new Map(),
  };
};

const readEach = <T>(map: unknown, form: z.ZodType<T>): ReadonlyMap<string, T> =>
  new Map(
    entriesOf(map).flatMap(([name, entry]) => {
      const read = form.safeParse(entry);
      return read.success && legalName.safeParse(name).success ? [[name, read.data] as const] : [];
    }),
  );

/** The entries that a check finds nothing wrong with, and what it finds. */
const soundOf = <T>(entries: ReadonlyMap<string, T>, check: (name: string, form: T) => readonly Finding[]) => {
  const wrong = new Map([...entries].map(([name, form]) => [name, check(name, form)] as const));
  const sound = new Map([...entries].filter(([name]) => wrong.get(name)!.length === 0));
  return { sound, findings: [...wrong.values()].flat() };
};

const mergeAll = ({ defaults, services }: Parts) => {
  const merged = new Map<string, ServiceForm & { readonly cluster: string }>();
  const findings: Finding[] = [];
  for (const [name, own] of services) {
    const form = mergeDefaults(defaults, own);
    const wrong = [...checkPools(name, form.pools), ...checkCapacity(name, form.capacity)];
    wrong.push(...checkSources(name, form.signals), ...checkSchedules(name, form));
    if (form.cluster === undefined) {
      const message = `${name} has no cluster`;
      const fix = "add cluster with the name of the ECS cluster, here or in the defaults block";
      wrong.push({ code: "missing-key", path: ["services", name, "cluster"], message, fix });
    }
    findings.push(...wrong);
    if (wrong.length === 0 && form.cluster !== undefined) merged.set(name, { ...form, cluster: form.cluster });
  }
  return { services: merged, findings };
};

import { compareText } from "../config/by-name.ts";
import { resourceIdOf } from "../plan/policy/resource-id.ts";
import type { AccountReadings, FoundService, Gap } from "./account-readings.ts";
import { type DatabaseEnd, databaseEnds } from "./database-ends.ts";
import type { Draft, DraftDatabase, DraftProxy, DraftService, LeftOut } from "./draft.ts";
import { guess, likely, read } from "./guess.ts";
import { guessDeployment } from "./guess-deployment.ts";
import { guessEnds } from "./guess-ends.ts";
import { guessPools } from "./guess-pools.ts";
import { guessSignals } from "./guess-signals.ts";
import { guessTasks } from "./guess-tasks.ts";
import { guessTimes } from "./guess-times.ts";
import type { Answers, Question } from "./questions.ts";
import { legalKey, uniqueKeys } from "./unique-keys.ts";

/** As headgate.yml has them, and ECS itself. */
const ecsName = /^[A-Za-z0-9_-]{1,255}$/;

/**
 * A headgate.yml out of what an account shows. Nothing of it is decided here for good: every value carries where it
 * comes from, and what only a person knows is a question with a guess.
 *
 * @param answers by question id; asked again with more of them, the draft follows
 * @returns services sorted by name; databases and proxies that no service uses are named among what is left out
 * @throws never
 */
export const planDraft = (unsorted: AccountReadings, answers: Answers = {}): Draft => {
  const readings = sortReadings(unsorted);
  const { ends, foreignHosts, leftOut: leftOutEnds } = databaseEnds(readings);
  const sorted = readings.services;
  const kept = sorted.filter((service) => refusal(service) === null);
  const keys = uniqueKeys(kept.map(({ service, cluster }) => [service, `${cluster}-${service}`]));
  const questions: Question[] = [];
  const services = kept.map((service, index): DraftService => {
    const key = keys[index]!;
    const endsGuess = guessEnds({ key, definition: service.definition }, ends, foreignHosts, answers);
    const pools = guessPools(key, endsGuess.places, answers);
    questions.push(...(endsGuess.question === null ? [] : [endsGuess.question]), ...pools.questions);
    return draftService(key, service, readings, pools.pools, endsGuess.remarks);
  });
  const named = new Set(services.flatMap(({ pools }) => pools.map(({ end }) => end)));
  const proxies = ends.filter((end) => end.kind === "proxy" && named.has(end.name));
  const behind = new Set(proxies.map(({ at }) => JSON.stringify(at)));
  const databases = ends.filter(
    (end) => end.kind === "database" && (named.has(end.name) || behind.has(JSON.stringify(end.at))),
  );
  const used = new Set([...proxies, ...databases].map(({ name }) => name));
  return {
    name: installationName(kept),
    databases: databases.map(draftDatabase),
    proxies: proxies.map((end) => draftProxy(end, databases)),
    services: services.sort((a, b) => compareText(a.name, b.name)),
    leftOut: [
      ...sorted.flatMap((service): readonly LeftOut[] => {
        const because = refusal(service);
        return because === null ? [] : [{ what: `the service ${service.service} in ${service.cluster}`, because }];
      }),
      ...leftOutEnds,
      ...ends
        .filter(({ name }) => !used.has(name))
        .map(({ name, kind }) => ({ what: `the ${kind} ${name}`, because: "no service was seen to use it" })),
    ],
    warnings: readings.gaps.map(describeGap),
    questions,
  };
};

/** The order of AWS's answers decides nothing. */
const sortReadings = (readings: AccountReadings): AccountReadings => ({
  ...readings,
  services: [...readings.services].sort(
    (a, b) => compareText(a.service, b.service) || compareText(a.cluster, b.cluster),
  ),
  policies: [...readings.policies].sort((a, b) => compareText(a.name, b.name)),
  instances: [...readings.instances].sort((a, b) => compareText(a.instance, b.instance)),
  dbClusters: [...readings.dbClusters].sort((a, b) => compareText(a.dbCluster, b.dbCluster)),
  proxies: [...readings.proxies].sort((a, b) => compareText(a.proxy, b.proxy)),
});

/** @returns why a service is not in the file, or `null` */
const refusal = ({ cluster, service, scheduling, controller }: FoundService): string | null => {
  if (scheduling === "DAEMON") return "a DAEMON service has one task per instance, so its count can't be decided";
  if (controller === "EXTERNAL") return "its deployments are EXTERNAL: whoever runs its task sets decides its count";
  if (!ecsName.test(cluster) || !ecsName.test(service) || legalKey(service) === "")
    return "its name has characters that headgate.yml doesn't take";
  return null;
};

const draftService = (
  name: string,
  service: FoundService,
  readings: AccountReadings,
  pools: DraftService["pools"],
  remarks: readonly string[],
): DraftService => {
  const resourceId = resourceIdOf({ cluster: service.cluster, ecsService: service.service });
  const tasks = guessTasks(
    service,
    readings.targets.find((target) => target.resourceId === resourceId),
    wasRead(readings, "DescribeScalableTargets"),
  );
  const signals = guessSignals(
    readings.policies.filter((policy) => policy.resourceId === resourceId),
    wasRead(readings, "DescribeScalingPolicies"),
  );
  const deployment = guessDeployment(service, tasks.minTasks.value, tasks.maxTasks.value);
  const isOwn = name === service.service;
  return {
    name,
    cluster: read(service.cluster, "where it was found"),
    ecsService: isOwn ? null : read(service.service, "its name in ECS; the key is another, to be legal and unique"),
    ...tasks,
    ...guessTimes(service, readings.targetGroups),
    maximumPercent: deployment.maximumPercent,
    minimumHealthyPercent: deployment.minimumHealthyPercent,
    launchType: service.runsOn === "ec2" ? read("ec2", "its launch type or capacity provider") : null,
    cpu: signals.cpu,
    memory: signals.memory,
    requests: signals.requests,
    pools,
    remarks: [
      ...remarks,
      ...noPool(service, pools, readings),
      ...deployment.remarks,
      ...signals.remarks,
      ...(service.runsOn === "external"
        ? ["It runs on instances outside AWS (ECS Anywhere); its capacity is not read."]
        : []),
      ...portsOf(service),
      ...alarmsOf(service, readings),
    ],
  };
};

const noPool = (
  { definition }: FoundService,
  pools: DraftService["pools"],
  readings: AccountReadings,
): readonly string[] => {
  if (pools.length > 0 || definition === null) return [];
  const isKnown = ["DescribeDBInstances", "DescribeDBClusters", "DescribeDBProxies"].every((call) =>
    wasRead(readings, call),
  );
  return isKnown
    ? ["No connection to a database was found in its task definition."]
    : ["Its pools are not known: databases could not be read."];
};

/** What could not be read is unknown, not absent. */
const wasRead = ({ gaps }: AccountReadings, call: string): boolean =>
  gaps.every(({ action }) => !action.endsWith(`:${call}`));

const portsOf = ({ definition }: FoundService): readonly string[] => {
  const ports = (definition?.containers ?? []).flatMap(({ ports }) => ports);
  if (ports.length === 0) return [];
  const words = ports.map(({ containerPort, hostPort, protocol }) => {
    const host =
      hostPort === 0
        ? ", any host port"
        : hostPort === null || hostPort === containerPort
          ? ""
          : `, host port ${hostPort}`;
    return `${containerPort}/${protocol}${host}`;
  });
  return [`It listens on ${words.join("; ")}: containerPort of records and nginx.`];
};

/** An alarm's name doesn't say whether more tasks would help, so none becomes a signal by itself. */
const alarmsOf = ({ cluster, service }: FoundService, { alarms }: AccountReadings): readonly string[] => {
  const names = alarms
    .filter((alarm) => alarm.cluster === cluster && alarm.service === service)
    .map(({ alarmName }) => alarmName);
  return names.length === 0
    ? []
    : [`Alarms on it that signals.alarms may name: ${names.sort(compareText).join(", ")}.`];
};

const draftDatabase = ({ name, at, engine }: DatabaseEnd): DraftDatabase => ({
  name,
  at,
  from: at.kind === "instance" ? "DBInstanceIdentifier" : "DBClusterIdentifier",
  engine: read(engine, "its engine in RDS"),
});

const draftProxy = ({ name, proxy, at }: DatabaseEnd, databases: readonly DatabaseEnd[]): DraftProxy => {
  const behind = databases.find((database) => JSON.stringify(database.at) === JSON.stringify(at));
  return {
    name,
    proxy: read(proxy ?? "", "DBProxyName"),
    database: read(behind?.name ?? "", "the proxy's target"),
  };
};

/** The cluster's where there is one; it begins the subject of every notice. */
const installationName = (services: readonly FoundService[]): Draft["name"] => {
  const clusters = [...new Set(services.map(({ cluster }) => cluster))];
  const [only = ""] = clusters;
  const legal = only
    .replace(/[^A-Za-z0-9-]+/g, "-")
    .replace(/^[^A-Za-z]+/, "")
    .slice(0, 40);
  if (clusters.length === 1 && legal !== "") return likely(legal, "the cluster's name; it begins every notice");
  return guess("headgate", "there are several clusters; it begins every notice");
};

const describeGap = ({ action, about, because, detail }: Gap): string =>
  because === "denied"
    ? `${about} could not be read: allow ${action} and run it again.`
    : `${about} could not be read by ${action}: ${detail}`;

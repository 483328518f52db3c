import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { Draft, DraftDatabase, DraftPool, DraftProxy, DraftService } from "./draft.ts";
import type { Guess } from "./guess.ts";

/** Longer comments are cut: a line is read, not scrolled. */
const mostCommentCharacters = 200;

const schemaLine = " yaml-language-server: $schema=./docs/headgate.schema.json";

/**
 * The draft as headgate.yml: every value has the comment that says where it comes from and how sure it is.
 *
 * @returns text that `headgate validate` takes, given at least one service
 */
export const renderDraft = (draft: Draft): string => {
  const root = new YAMLMap();
  put(root, "version", 1, "of this file's form");
  putGuess(root, "name", draft.name);
  if (draft.databases.length > 0) {
    const databases = group(root, "databases", [
      "One entry per RDS instance, or per role of a cluster. maxConnections is left out: the function limits finds it.",
    ]);
    for (const database of draft.databases) databases.add(new Pair(key(database.name), databaseMap(database)));
  }
  if (draft.proxies.length > 0) {
    const proxies = group(root, "proxies", ["RDS proxies in front of them."]);
    for (const proxy of draft.proxies) proxies.add(new Pair(key(proxy.name), proxyMap(proxy)));
  }
  const services = group(root, "services", [
    "mode observe writes nothing: it says what would have happened. Later govern or scale, service by service.",
  ]);
  for (const service of draft.services) {
    const head = key(service.name);
    if (service.remarks.length > 0) head.commentBefore = service.remarks.map(comment).join("\n");
    services.add(new Pair(head, serviceMap(service)));
  }
  const document = new Document(root);
  document.commentBefore = [schemaLine, "", ...header(draft)].join("\n");
  return document.toString({ lineWidth: 0 });
};

const header = ({ leftOut, warnings, questions }: Draft): readonly string[] => [
  comment("Written by headgate init. read: as AWS has it. likely: inferred. guess: check it."),
  ...(questions.length === 0
    ? []
    : [comment("Look at the guesses of pools first: they are what the sums are made of.")]),
  ...(warnings.length === 0 ? [] : ["", ...warnings.map((warning) => comment(`Not read: ${warning}`))]),
  ...(leftOut.length === 0
    ? []
    : ["", ...leftOut.map(({ what, because }) => comment(`Left out: ${what}: ${because}.`))]),
];

const databaseMap = ({ at, from, engine }: DraftDatabase): YAMLMap => {
  const map = new YAMLMap();
  if (at.kind === "instance") put(map, "instance", at.instance, `read: ${from}`);
  else {
    put(map, "cluster", at.cluster, `read: ${from}`);
    put(map, "role", at.role, at.role === "writer" ? "read: whichever instance that is" : "read: all readers together");
  }
  putGuess(map, "engine", engine);
  return map;
};

const proxyMap = ({ proxy, database }: DraftProxy): YAMLMap => {
  const map = new YAMLMap();
  putGuess(map, "proxy", proxy);
  putGuess(map, "database", database);
  return map;
};

const serviceMap = (service: DraftService): YAMLMap => {
  const map = new YAMLMap();
  putGuess(map, "cluster", service.cluster);
  putGuess(map, "ecsService", service.ecsService);
  put(map, "mode", "observe", "only watches");
  const tasks = group(map, "tasks");
  putGuess(tasks, "min", service.minTasks);
  putGuess(tasks, "max", service.maxTasks);
  putGuess(map, "startSeconds", service.startSeconds);
  const drain = group(map, "drain");
  putGuess(drain, "deregistrationDelaySeconds", service.deregistrationDelaySeconds);
  putGuess(drain, "stopTimeoutSeconds", service.stopTimeoutSeconds);
  if (service.maximumPercent !== null || service.minimumHealthyPercent !== null) {
    const deployment = group(map, "deployment");
    putGuess(deployment, "maximumPercent", service.maximumPercent);
    putGuess(deployment, "minimumHealthyPercent", service.minimumHealthyPercent);
  }
  if (service.launchType !== null) putGuess(group(map, "capacity"), "launchType", service.launchType);
  const signals = group(map, "signals");
  putGuess(signals, "cpu", service.cpu);
  putGuess(signals, "memory", service.memory);
  if (service.requests !== null) {
    const requests = group(signals, "requests");
    putGuess(requests, "target", service.requests.target);
    putGuess(requests, "loadBalancer", service.requests.loadBalancer);
    putGuess(requests, "targetGroup", service.requests.targetGroup);
  }
  if (service.pools.length > 0) putPools(group(map, "pools"), service.pools);
  return map;
};

const putPools = (map: YAMLMap, pools: readonly DraftPool[]): void => {
  for (const end of [...new Set(pools.map((pool) => pool.end))]) {
    const members = pools.filter((pool) => pool.end === end);
    const head = key(end);
    head.commentBefore = members.map(({ because }) => comment(describe(because))).join("\n");
    if (members.length === 1) map.add(new Pair(head, poolMap(members[0]!)));
    else {
      const list = new YAMLSeq();
      for (const member of members) list.add(poolMap(member));
      map.add(new Pair(head, list));
    }
  }
};

const poolMap = (pool: DraftPool): YAMLMap => {
  const map = new YAMLMap();
  putGuess(map, "library", pool.library);
  putGuess(map, "size", pool.size);
  putGuess(map, "processes", pool.processes);
  putGuess(map, "extras", pool.extras);
  if (pool.sizeVariable !== null || pool.processesVariable !== null) {
    const variables = group(map, "variables");
    putGuess(variables, "size", pool.sizeVariable);
    putGuess(variables, "processes", pool.processesVariable);
  }
  return map;
};

const group = (map: YAMLMap, name: string, before: readonly string[] = []): YAMLMap => {
  const inner = new YAMLMap();
  const head = key(name);
  if (before.length > 0) {
    head.commentBefore = before.map(comment).join("\n");
    head.spaceBefore = true;
  }
  map.add(new Pair(head, inner));
  return inner;
};

const putGuess = (map: YAMLMap, name: string, guessed: Guess<string | number> | null): void => {
  if (guessed !== null) put(map, name, guessed.value, describe(guessed));
};

const put = (map: YAMLMap, name: string, value: string | number, why: string): void => {
  const scalar = new Scalar(value);
  scalar.comment = comment(why);
  map.add(new Pair(key(name), scalar));
};

const key = (name: string): Scalar<string> => new Scalar(name);

const describe = ({ certainty, from }: Guess<unknown>): string => `${certainty}: ${from}`;

/** One line that can't end the comment, nor move a terminal's cursor. */
const comment = (text: string): string => {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ").trim();
  return ` ${line.length > mostCommentCharacters ? `${[...line].slice(0, mostCommentCharacters - 1).join("")}…` : line}`;
};

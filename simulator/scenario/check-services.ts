import { smallestStuckCount } from "../../shared/config/check-rollout.ts";
import type { PoolForm } from "./form-pool.ts";
import type { ServiceForm } from "./form-service.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";
import type { ScenarioParts } from "./scenario-parts.ts";
import { finding, type ScenarioFinding } from "./scenario-problem.ts";

/** What contradicts itself within one service, and databases without room. */
export function checkServices(parts: ScenarioParts): readonly ScenarioFinding[] {
  const findings: ScenarioFinding[] = [];
  for (const [name, form] of parts.services) {
    findings.push(...checkCounts(name, form), ...checkRollout(name, form), ...checkRetries(name, form));
    if (form.pool !== undefined) findings.push(...checkPool(name, form.pool, parts));
    if (form.cpuSecondsPerRequest === undefined) {
      const fix = "add cpuSecondsPerRequest, for example `cpuSecondsPerRequest: 0.02`, here or in the defaults block";
      const path = ["services", name, "cpuSecondsPerRequest"];
      findings.push(finding("missing-key", path, `${name} has no cpuSecondsPerRequest`, fix));
    }
  }
  for (const [name, form] of parts.databases) {
    const reserved = form.reservedConnections ?? scenarioDefaults.reservedConnections;
    const others = form.otherConnections ?? scenarioDefaults.otherConnections;
    if (form.maxConnections - reserved - others > 0) continue;
    const message = `nothing is left of ${form.maxConnections} connections after ${reserved} reserved and ${others} of others`;
    const fix = "raise maxConnections, or lower reservedConnections or otherConnections";
    findings.push(finding("no-room", ["databases", name, "maxConnections"], message, fix));
  }
  for (const [name, { database, maxConnections }] of parts.proxies) {
    const behind = parts.databases.get(database);
    if (behind === undefined || maxConnections <= behind.maxConnections) continue;
    const message = `${name} may open ${maxConnections} connections, and ${database} has ${behind.maxConnections}`;
    findings.push(
      finding("no-room", ["proxies", name, "maxConnections"], message, `write ${behind.maxConnections} or less`),
    );
  }
  return findings;
}

function checkCounts(name: string, form: ServiceForm): readonly ScenarioFinding[] {
  const { initial, cap, ...given } = form.tasks ?? {};
  const min = given.min ?? scenarioDefaults.minTasks;
  const max = given.max ?? scenarioDefaults.maxTasks;
  const path = ["services", name, "tasks"];
  if (min > max) {
    const fix = `write min: ${max} or less, or max: ${min} or more`;
    return [finding("count-contradiction", [...path, "min"], `tasks.min ${min} is above tasks.max ${max}`, fix)];
  }
  const findings: ScenarioFinding[] = [];
  if (cap !== undefined && (cap < min || cap > max)) {
    const fix = `write a cap from ${min} to ${max}`;
    findings.push(
      finding("count-contradiction", [...path, "cap"], `tasks.cap ${cap} is outside min ${min} and max ${max}`, fix),
    );
  }
  const room = form.placement?.tasksAtMost;
  if (initial !== undefined && room !== undefined && initial > room) {
    const message = `tasks.initial ${initial} is more than the ${room} tasks that there is room for`;
    findings.push(finding("count-contradiction", [...path, "initial"], message, `write ${room} or less`));
  }
  return findings;
}

/** The world remembers retries for so long. */
const longestBackOffSeconds = 127;

function checkRetries(name: string, { client }: ServiceForm): readonly ScenarioFinding[] {
  const first = client?.backOffSeconds ?? scenarioDefaults.backOffSeconds;
  const retries = client?.retries ?? scenarioDefaults.retries;
  const longest = first * 2 ** Math.max(0, retries - 1);
  if (longest <= longestBackOffSeconds) return [];
  const message = `${retries} retries from ${first} s on, doubled each time, wait up to ${longest} s; at most ${longestBackOffSeconds} s can be`;
  const fix = "write fewer retries, or a shorter backOffSeconds";
  return [finding("out-of-bounds", ["services", name, "client", "retries"], message, fix)];
}

function checkRollout(name: string, { deployment, tasks }: ServiceForm): readonly ScenarioFinding[] {
  const maximumPercent = deployment?.maximumPercent ?? scenarioDefaults.maximumPercent;
  const minimumHealthyPercent = deployment?.minimumHealthyPercent ?? 100;
  const bounds = {
    minTasks: tasks?.min ?? scenarioDefaults.minTasks,
    maxTasks: tasks?.max ?? scenarioDefaults.maxTasks,
  };
  const stuck = smallestStuckCount({ ...bounds, maximumPercent, minimumHealthyPercent });
  if (stuck === null) return [];
  const message = `at ${stuck} tasks, maximumPercent ${maximumPercent} and minimumHealthyPercent ${minimumHealthyPercent} let a deployment neither start nor stop one`;
  const path = ["services", name, "deployment"];
  return [finding("rollout-never-ends", path, message, "raise maximumPercent, or lower minimumHealthyPercent")];
}

function checkPool(name: string, pool: PoolForm, { proxies }: ScenarioParts): readonly ScenarioFinding[] {
  const path = ["services", name, "pool"];
  const findings: ScenarioFinding[] = [];
  const note = (key: string, message: string, fix: string): void =>
    void findings.push(finding("pool-contradiction", [...path, key], message, fix));
  const { connectionsPerTask, minimumConnectionsPerTask, connectionsToStart, kind } = pool;
  if (connectionsPerTask === undefined) {
    const fix = "add connectionsPerTask, for example `connectionsPerTask: 10`, here or in the defaults block";
    findings.push(finding("missing-key", [...path, "connectionsPerTask"], "the pool has no connectionsPerTask", fix));
  }
  if (pool.database === undefined && pool.proxy === undefined) {
    const fix = "add database, or proxy where a proxy is in between";
    findings.push(finding("missing-key", [...path, "database"], "the pool has no database", fix));
  }
  const behind = pool.proxy === undefined ? undefined : proxies.get(pool.proxy)?.database;
  if (behind !== undefined && pool.database !== undefined && pool.database !== behind)
    note(
      "database",
      `${pool.proxy} is in front of ${behind}, not of ${pool.database}`,
      `write ${behind}, or leave database out`,
    );
  const most = connectionsPerTask ?? Number.POSITIVE_INFINITY;
  if (kind === "elastic") {
    if (connectionsToStart !== undefined)
      note(
        "connectionsToStart",
        "connectionsToStart is for fixed pools",
        "write minimumConnectionsPerTask, or kind: fixed",
      );
    if (minimumConnectionsPerTask !== undefined && minimumConnectionsPerTask > most)
      note(
        "minimumConnectionsPerTask",
        `the minimum ${minimumConnectionsPerTask} is above the pool's ${most}`,
        `write ${most} or less`,
      );
  } else if (minimumConnectionsPerTask !== undefined) {
    const fix = "write kind: elastic, or remove it";
    note("minimumConnectionsPerTask", "a fixed pool always holds its connectionsPerTask", fix);
  }
  if (connectionsToStart !== undefined && connectionsToStart > most)
    note(
      "connectionsToStart",
      `connectionsToStart ${connectionsToStart} is above the pool's ${most}`,
      `write ${most} or less`,
    );
  if (pool.restartBackOff !== undefined) {
    if (pool.withoutConnections !== "crash")
      note(
        "restartBackOff",
        "only a task that crashes is started again",
        "write withoutConnections: crash, or remove it",
      );
    else if (pool.restartBackOff.mostSeconds < pool.restartBackOff.firstSeconds)
      note("restartBackOff", "the longest pause is shorter than the first", "raise mostSeconds");
  }
  return findings;
}

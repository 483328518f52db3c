import { nameAndMessage } from "../../shared/aws/failure.ts";
import { parseLimitsTrigger } from "../../shared/events/limits-trigger.ts";
import { isAccident } from "./assemble-instance.ts";
import { keptForMs } from "./choose-outcome.ts";
import { concernedDatabases } from "./concerned-databases.ts";
import type { LimitsDeps } from "./limits-deps.ts";
import type { LimitsReport } from "./limits-report.ts";
import { refuseEvent } from "./refuse-event.ts";
import { describeUpdate, type Update, updateFacts } from "./update-facts.ts";
import { wakeDomains } from "./wake-domains.ts";

/**
 * The `limits` function: finds out what the databases of headgate.yml accept, so that `scale` never waits for RDS.
 *
 * @throws what the table answers where nothing could be read from it or written to it; Lambda invokes it again, twice
 */
export const makeHandler =
  (deps: LimitsDeps) =>
  async (event: unknown): Promise<LimitsReport> => {
    const trigger = parseLimitsTrigger(event);
    if (trigger.kind === "malformed" || trigger.kind === "unknown") return refuseEvent(trigger, event, deps);
    const { config } = deps;
    const stored = await deps.facts.read(config.databases.map(({ name }) => name));
    const databases = trigger.kind === "all" ? config.databases : concernedDatabases(config, stored, trigger.source);
    if (trigger.kind === "about" && databases.length === 0)
      return refuseEvent({ kind: "unknown", code: "unknown-source", what: trigger.source }, event, deps);
    const [updates] = await Promise.all([
      updateFacts(databases, stored, deps),
      trigger.kind === "all" ? updateQuotas(deps) : undefined,
    ]);
    const changed = updates.flatMap((update) => (update.isChanged ? [update.database] : []));
    const correlationId = trigger.id ?? `limits-${deps.nowMs()}`;
    const woken = await wakeDomains(changed, correlationId, deps);
    return report(updates, woken, { trigger, correlationId }, deps);
  };

/** Of no database: what goes wrong here is in the log and in the item's own reading. */
const updateQuotas = async ({ facts, readFargateQuota, nowMs, log }: LimitsDeps): Promise<void> => {
  const readAtMs = nowMs();
  try {
    const fargateVcpus = await readFargateQuota();
    const isHole = fargateVcpus.kind === "unknown" && isAccident(fargateVcpus);
    await facts.storeQuotas({ readAtMs, fargateVcpus }, isHole ? keptForMs : 0);
  } catch (error) {
    const { name, message } = nameAndMessage(error);
    log.warn("quotas not stored", { errorName: name, errorMessage: message });
  }
};

const report = (
  updates: readonly Update[],
  woken: readonly string[],
  about: Readonly<Record<string, unknown>>,
  { log, count }: LimitsDeps,
): LimitsReport => {
  const databases = Object.fromEntries(updates.map((update) => [update.database, describeUpdate(update)]));
  log.info("limits read", { ...about, databases, woken });
  count("ReadDatabases", updates.length);
  count("UnknownLimits", updates.filter(isUnknown).length);
  count("FailedReads", updates.filter(({ kind }) => kind === "kept").length);
  count("ChangedLimits", updates.filter(({ isChanged }) => isChanged).length);
  const [first] = updates;
  // Nothing could be written: that is the table's trouble, and no database's.
  if (first !== undefined && updates.every(({ kind }) => kind === "not-written")) throw first.error;
  return { kind: "read", databases, woken };
};

const isUnknown = ({ read: { found } }: Update): boolean =>
  found.kind === "unknown" || found.value.instances.some(({ answer }) => answer.limit.kind === "unknown");

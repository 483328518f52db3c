import { describeAge, type Finding, failed, judge, ok, warning } from "./finding.ts";
import type { DomainFacts, StackReadings } from "./stack-readings.ts";

/** A calm domain is read every five minutes; three of those missed are no chance. */
const silentMs = 15 * 60_000;

/** The table, the switch in it, and each domain's last read, last decision and breaker. */
export const checkDomains = ({ table, config, stack }: StackReadings, nowMs: number): readonly Finding[] => {
  const what = `table ${table.name}`;
  const missing = (): Finding => failed(what, "is not there", "deploy it again");
  const deployedMs = stack.kind === "got" ? nowMs - stack.value.changedAtMs : Number.POSITIVE_INFINITY;
  return judge(what, table.facts, missing, ({ paused, domains }) => [
    ok(what, "answers"),
    ...(paused
      ? [warning("pause", "everything is paused: nothing is written", "end the pause when its cause is gone")]
      : []),
    ...(config.kind === "unusable"
      ? [
          {
            status: "unknown",
            what: "domains",
            says: "there is no headgate.yml that names them",
            fix: "name it with --config",
          } as const,
        ]
      : []),
    ...domains.flatMap((domain) => checkDomain(domain, paused, deployedMs, nowMs)),
  ]);
};

const checkDomain = (facts: DomainFacts, paused: boolean, deployedMs: number, nowMs: number): readonly Finding[] => {
  const what = `domain ${facts.domain}`;
  return [readOf(what, facts, paused, deployedMs, nowMs), ...breakerOf(what, facts, nowMs)];
};

const readOf = (
  what: string,
  { readAtMs, decidedAtMs }: DomainFacts,
  paused: boolean,
  deployedMs: number,
  nowMs: number,
): Finding => {
  const decided = decidedAtMs === null ? "no decision yet" : `last decision ${describeAge(nowMs - decidedAtMs)} ago`;
  const look = "look at the schedule, at the queues above, and at the logs of router and scale";
  if (readAtMs === null) {
    return deployedMs < silentMs
      ? warning(what, "was not read yet; the stack is new", "wait five minutes and look again")
      : failed(what, "was never read", look);
  }
  const says = `last read ${describeAge(nowMs - readAtMs)} ago, ${decided}`;
  if (nowMs - readAtMs <= silentMs) return ok(what, says);
  return paused ? warning(what, says, "it is paused") : failed(what, says, look);
};

const breakerOf = (
  what: string,
  { breakerOpenUntilMs, failedWrites }: DomainFacts,
  nowMs: number,
): readonly Finding[] => {
  if (breakerOpenUntilMs === null || breakerOpenUntilMs <= nowMs) return [];
  const says = `its breaker is open for another ${describeAge(breakerOpenUntilMs - nowMs)}, after ${failedWrites} failed writes`;
  return [failed(what, says, "the notice says which writes failed; mend that, it closes by itself")];
};

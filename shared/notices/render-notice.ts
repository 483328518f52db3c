import { findingCodes } from "../plan/explain/codes.ts";
import type { Finding } from "../plan/explain/finding.ts";
import { describeUnlock } from "./describe-unlock.ts";
import type { Notice } from "./notice.ts";
import { recordsHeadlines } from "./records-headlines.ts";

export type RenderedNotice = {
  /** One line, <= 100 ASCII characters: SNS's own bounds. */
  readonly subject: string;
  /** Plain text, <= 20 lines: what, why, numbers, what unlocks more. */
  readonly text: string;
  /** <= 140 characters of the GSM-7 alphabet. */
  readonly sms: string;
};

const subjectCharacters = 100;
const smsCharacters = 140;
const detailCharacters = 1_000;

/** Writes a notice for people who read it at 2 a.m.: first what happened, then why, then what to do. Never throws. */
export const renderNotice = (notice: Notice): RenderedNotice => {
  const headline = headlineOf(notice);
  const { finding } = notice;
  const { means, remedy } = findingCodes[notice.code];
  const unlocks = finding.unlocks.map((unlock) => `  - ${describeUnlock(unlock)}`);
  const lines = [
    headline,
    "",
    means,
    ...(finding.detail === "" ? [] : [`Why: ${oneLine(finding.detail)}`]),
    ...arithmetic(finding),
    ...(notice.state === "cleared"
      ? []
      : unlocks.length > 0
        ? ["What would unlock more:", ...unlocks]
        : [`What to do: ${remedy}`]),
    "",
    `Code: ${notice.code} · domain ${notice.domain} · since ${new Date(notice.sinceMs).toISOString()}`,
  ];
  return {
    subject: ascii(`[${notice.stack}] ${headline}`).slice(0, subjectCharacters),
    text: lines.join("\n"),
    sms: gsm7(`${notice.stack}: ${headline}`).slice(0, smsCharacters),
  };
};

const headlineOf = (notice: Notice): string => {
  const about = notice.service ?? notice.database ?? notice.domain;
  const { numbers } = notice.finding;
  const headline = ((): string => {
    switch (notice.code) {
      case "scaled-out":
        return `${about} scaled out from ${numbers["desiredTasks"]} to ${numbers["targetTasks"]} tasks`;
      case "scaled-in":
        return `${about} scaled in from ${numbers["desiredTasks"]} to ${numbers["targetTasks"]} tasks`;
      case "would-scale-out":
      case "would-scale-in":
        return `${about} would be scaled from ${numbers["desiredTasks"]} to ${numbers["targetTasks"]} tasks (observe mode)`;
      case "database-budget":
        return `${about} stays at ${numbers["grantedTasks"]} of ${numbers["askTasks"]} tasks: ${notice.database} has no connections left`;
      case "budget-exceeded":
        return `${about}: tasks may open ${numbers["committedConnections"]} connections, the budget is ${numbers["budgetConnections"]}`;
      case "cluster-capacity":
      case "host-port-conflict":
      case "host-port-one-per-instance":
        return `${about} stays at ${numbers["grantedTasks"]} of ${numbers["askTasks"]} tasks: no instance has a place for the next`;
      case "fargate-quota":
        return `${about} stays at ${numbers["grantedTasks"]} of ${numbers["askTasks"]} tasks: the Fargate quota is used up`;
      case "max-tasks":
        return `${about} asks for ${numbers["askTasks"]} tasks, its maximum is ${numbers["maxTasks"]}`;
      case "pinned-by-hand":
        return `${about} is pinned at ${numbers["pinnedTasks"]} tasks by hand until ${isoMinute(numbers["untilMs"])}`;
      case "deployment-fitted":
        return `${about}: its next deployment runs at maximumPercent ${numbers["maximumPercent"]} instead of ${numbers["insteadOf"]}`;
      case "deployment-exceeds-budget":
        return `a deployment of ${about} would not fit on ${notice.database}`;
      default:
        return recordsHeadlines[notice.code]?.(about, notice) ?? `${about}: ${notice.code}`;
    }
  })();
  if (notice.state === "cleared") return `Cleared: ${headline}`;
  return notice.state === "reminder" ? `Still: ${headline}` : headline;
};

/** The budget as a line of arithmetic, other numbers by name. */
const arithmetic = ({ code, numbers, database }: Finding): readonly string[] => {
  const n = (name: string): number => numbers[name] ?? 0;
  if (code === "database-budget") {
    const lent = n("replacementLentConnections") === 0 ? "" : ` (${n("replacementLentConnections")} lent)`;
    return [
      `${database}: ${n("limitConnections")} max_connections - ${n("reservedConnections")} reserved - ${n("marginConnections")} margin - ${n("replacementConnections")} replacement${lent} - ` +
        `${n("connectorConnections")} connectors - ${n("unmanagedConnections")} unmanaged = ${n("budgetConnections")} for tasks`,
      `Before this plan ${n("committedConnections")} were committed; ${n("leftConnections")} are left, the next task needs ${n("priceConnections")}.`,
    ];
  }
  const named = Object.entries(numbers).filter(([name]) => !name.endsWith("Ms"));
  if (named.length === 0) return [];
  return [`Numbers: ${named.map(([name, value]) => `${name} ${value}`).join(", ")}`];
};

const isoMinute = (atMs: number | undefined): string =>
  atMs === undefined ? "unknown" : `${new Date(atMs).toISOString().slice(0, 16)}Z`;

/** What AWS says may have line breaks, and be long. */
const oneLine = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= detailCharacters ? line : `${line.slice(0, detailCharacters)}...`;
};

/** SNS subjects and GSM-7 text messages carry no other characters safely. */
const ascii = (text: string): string => text.normalize("NFKD").replace(/[^\x20-\x7e]/g, "");

/** Of ASCII, GSM-7 lacks the backtick, and spends two characters on these others. */
const gsm7 = (text: string): string => ascii(text).replace(/[`^{}\\[\]~|]/g, "");

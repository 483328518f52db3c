import { findingCodes } from "../plan/explain/codes.ts";
import type { Finding } from "../plan/explain/finding.ts";
import { describeUnlock } from "./describe-unlock.ts";
import { factsOf } from "./headlines/headline.ts";
import { headlines } from "./headlines/headlines.ts";
import type { NoticeLinks } from "./links/notice-links.ts";
import type { Notice } from "./notice.ts";
import { andMore, ascii, durationOf, gsm7, minuteOf, oneLine } from "./plain-text.ts";

export type RenderedNotice = {
  /** What happened: the first line of the text. */
  readonly headline: string;
  /** What is needed, or that nothing is: the second. */
  readonly needed: string;
  /** One line, < 100 ASCII characters: SNS's own bounds. */
  readonly subject: string;
  /** Plain text, <= 20 lines: what, what is needed, why, numbers, what unlocks more, links. */
  readonly text: string;
  /** <= 140 characters of the GSM-7 alphabet. */
  readonly sms: string;
};

const subjectCharacters = 99;
const smsCharacters = 140;
const headlineCharacters = 300;
const detailCharacters = 1_000;
const numbersCharacters = 500;
/** What the other lines of a text leave of its 20. */
const unlockLines = 6;

/** Writes a notice for people who read it at 2 a.m.: first what happened, then what is needed, then why. Never throws. */
export const renderNotice = (notice: Notice, links: NoticeLinks): RenderedNotice => {
  const { severity, code, domain, state, sinceMs } = notice;
  const headline = headlineOf(notice);
  const needed = neededOf(notice);
  const lines = [
    headline,
    needed,
    "",
    ...(state === "cleared" ? [lastedOf(notice)] : whyOf(notice)),
    "",
    ...(links.explain === null ? [] : [`Decision: ${links.explain}`]),
    ...(links.logs === null ? [] : [`Logs: ${links.logs}`]),
    ...(links.trace === null ? [] : [`Trace: ${links.trace}`]),
    `Code: ${code} · severity ${severity} · domain ${oneLine(domain, headlineCharacters)} · since ${new Date(sinceMs).toISOString()}`,
  ];
  return {
    headline,
    needed,
    subject: ascii(`[${notice.stack}] ${headline}`).slice(0, subjectCharacters),
    text: lines.join("\n"),
    sms: gsm7(`${notice.stack}: ${headline}`).slice(0, smsCharacters),
  };
};

const headlineOf = (notice: Notice): string => {
  const headline = oneLine(headlines[notice.code](factsOf(notice)), headlineCharacters);
  if (notice.state === "cleared") return `Cleared: ${headline}`;
  return notice.state === "reminder" ? `Still: ${headline}` : headline;
};

const neededOf = ({ state, code, finding }: Notice): string => {
  if (state === "cleared") return "Nothing to do: it is over.";
  if (finding.unlocks.length > 0) return "Needed: one of the options below.";
  const { remedy } = findingCodes[code];
  return remedy.startsWith("Nothing to do") ? remedy : `Needed: ${remedy}`;
};

const lastedOf = ({ sinceMs, lastSeenMs }: Notice): string =>
  `It lasted ${durationOf(lastSeenMs - sinceMs)}, from ${minuteOf(sinceMs)} to ${minuteOf(lastSeenMs)}.`;

/** The reason in general, in this case, and in numbers; then what would unlock more. */
const whyOf = ({ state, code, finding, sinceMs, atMs }: Notice): readonly string[] => {
  const unlocks = andMore(
    finding.unlocks.map((unlock) => `  - ${oneLine(describeUnlock(unlock), headlineCharacters)}`),
    unlockLines,
    (count) => `  - and ${count} more`,
  );
  const lasts = state === "reminder" ? ` It has lasted ${durationOf(atMs - sinceMs)}.` : "";
  return [
    `${findingCodes[code].means}${lasts}`,
    ...(finding.detail === "" ? [] : [`Why: ${oneLine(finding.detail, detailCharacters)}`]),
    ...arithmetic(finding),
    ...(unlocks.length === 0 ? [] : ["What would unlock more:", ...unlocks]),
  ];
};

/** The budget as a line of arithmetic, other numbers by name. */
const arithmetic = ({ code, numbers, database }: Finding): readonly string[] => {
  const n = (name: string): number => numbers[name] ?? 0;
  if (code === "database-budget") {
    const lent = n("replacementLentConnections") === 0 ? "" : ` (${n("replacementLentConnections")} lent)`;
    return [
      `${oneLine(database ?? "", headlineCharacters)}: ${n("limitConnections")} max_connections - ${n("reservedConnections")} reserved - ${n("marginConnections")} margin - ${n("replacementConnections")} replacement${lent} - ` +
        `${n("connectorConnections")} connectors - ${n("unmanagedConnections")} unmanaged = ${n("budgetConnections")} for tasks`,
      `Before this plan ${n("committedConnections")} were committed; ${n("leftConnections")} are left, the next task needs ${n("priceConnections")}.`,
    ];
  }
  const named = Object.entries(numbers).filter(([name]) => !name.endsWith("Ms"));
  if (named.length === 0) return [];
  return [oneLine(`Numbers: ${named.map(([name, value]) => `${name} ${value}`).join(", ")}`, numbersCharacters)];
};

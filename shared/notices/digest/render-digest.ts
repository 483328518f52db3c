import { describeUnlock } from "../describe-unlock.ts";
import type { MessageForms } from "../notice-forms.ts";
import { andMore, ascii, durationOf, gsm7, minuteOf, oneLine } from "../plain-text.ts";
import type { CauseSpan, Digest, OpenCause, ServiceDigest } from "./digest.ts";
import { digestChat } from "./digest-chat.ts";
import { digestJson } from "./digest-json.ts";
import type { RenderedDigest } from "./rendered-digest.ts";

const subjectCharacters = 99;
const smsCharacters = 140;
const lineCharacters = 300;
/** Together with titles and blank lines at most 55. */
const most = { services: 16, others: 5, open: 9, failed: 4, untold: 5 } as const;

/** Writes a digest for people who read it over coffee: what the day was like, what is needed, then by service. Never throws. */
export const renderDigest = (digest: Digest): RenderedDigest => {
  const { stack, services, others, open, failedWrites, untold, bestUnlock, fromMs, toMs } = digest;
  const headline = headlineOf(digest);
  const needed = neededOf(digest);
  const lines = [
    headline,
    needed,
    "",
    `From ${minuteOf(fromMs)} to ${minuteOf(toMs)}.`,
    ...section(
      "Still open:",
      open.map((cause) => describeOpen(cause, toMs)),
      most.open,
    ),
    ...section(
      "Writes that failed:",
      failedWrites.map(({ service, writes, detail }) => `${service}: ${times(writes)}, last ${detail}`),
      most.failed,
    ),
    ...section(
      "What would have unlocked most:",
      bestUnlock === null
        ? []
        : [
            `${bestUnlock.service}${bestUnlock.database === null ? "" : ` on ${bestUnlock.database}`}, capped for ${durationOf(bestUnlock.minutes * 60_000)}: ${describeUnlock(bestUnlock.unlock)}`,
          ],
      2,
    ),
    ...section("Services:", services.map(describeService), most.services),
    ...section(
      "Databases and other things:",
      others.map((span) => `${subjectOf(span)}: ${describeSpan(span)}`),
      most.others,
    ),
    ...section(
      "Came and went in quiet hours, told to nobody:",
      untold.map((span) => `${subjectOf(span)}: ${describeSpan(span)}`),
      most.untold,
    ),
  ];
  return {
    headline,
    needed,
    subject: ascii(`[${stack}] ${headline}`).slice(0, subjectCharacters),
    text: lines.join("\n"),
    sms: gsm7(`${stack}: ${headline}`).slice(0, smsCharacters),
  };
};

/** The digest in every form, for the topic. @returns less than 250 KB together. Never throws. */
export const digestForms = (digest: Digest): MessageForms => {
  const rendered = renderDigest(digest);
  const data = digestJson(digest, rendered);
  return {
    subject: rendered.subject,
    messages: {
      default: rendered.text,
      email: rendered.text,
      sms: rendered.sms,
      https: JSON.stringify(digestChat(digest, rendered)),
      sqs: data,
      lambda: data,
    },
    attributes: { type: "digest", severity: "low" },
  };
};

const section = (title: string, lines: readonly string[], mostLines: number): readonly string[] =>
  lines.length === 0
    ? []
    : [
        "",
        title,
        ...andMore(lines, mostLines, (count) => `and ${count} more`).map(
          (line) => `  - ${oneLine(line, lineCharacters)}`,
        ),
      ];

const headlineOf = ({ services, open, failedWrites }: Digest): string => {
  const changes = sumOf(services.map((service) => service.changes));
  const would = sumOf(services.map(({ wouldChange }) => wouldChange));
  const capped = services.filter(({ caps }) => caps.length > 0).length;
  const failed = sumOf(failedWrites.map(({ writes }) => writes));
  // What matters most stands first: a subject has 99 characters.
  return [
    `Last 24 h: ${counted(open.length, "cause")} open`,
    `${counted(failed, "write")} failed`,
    `${counted(capped, "service")} capped`,
    `${counted(changes, "change")}${would === 0 ? "" : ` (and ${would} in observe mode)`}`,
  ].join(", ");
};

const neededOf = ({ open, failedWrites }: Digest): string => {
  const urgent = open.filter(({ severity }) => severity !== "low").length;
  if (urgent > 0) return `Needed: look at the ${urgent === 1 ? "open cause" : `${urgent} open causes`} below.`;
  return failedWrites.length > 0 ? "Needed: look at the writes that failed." : "Nothing to do.";
};

const describeOpen = (cause: OpenCause, nowMs: number): string =>
  `${cause.severity}: ${subjectOf(cause)}: ${cause.code}, for ${durationOf(nowMs - cause.sinceMs)}`;

const describeService = ({ service, changes, wouldChange, highestTasks, caps, holds }: ServiceDigest): string =>
  [
    `${service}: ${counted(changes, "change")}${wouldChange === 0 ? "" : ` (${wouldChange} would have been)`}`,
    ...(highestTasks === null ? [] : [`highest ${counted(highestTasks, "task")}`]),
    ...(caps.length === 0 ? [] : [`capped: ${spansOf(caps)}`]),
    ...(holds.length === 0 ? [] : [`held: ${spansOf(holds)}`]),
  ].join("; ");

const spansOf = (spans: readonly CauseSpan[]): string =>
  andMore(
    spans.map(({ code, database, minutes }) => `${code}${database === null ? "" : ` on ${database}`} ${minutes} min`),
    3,
    (count) => `${count} more`,
  ).join(", ");

const describeSpan = ({ code, minutes, lasts }: CauseSpan): string => `${code} ${minutes} min${lasts ? ", lasts" : ""}`;

/** What a cause is about. */
const subjectOf = ({ service, database, domain }: Pick<CauseSpan, "service" | "database" | "domain">): string =>
  service === null ? (database ?? domain) : database === null ? service : `${service} on ${database}`;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

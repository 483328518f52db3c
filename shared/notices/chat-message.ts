import { createHash } from "node:crypto";
import { describeUnlock } from "./describe-unlock.ts";
import type { NoticeLinks } from "./links/notice-links.ts";
import type { Notice } from "./notice.ts";
import { andMore, oneLine } from "./plain-text.ts";
import { causeOf } from "./plan-notices.ts";
import type { RenderedNotice } from "./render-notice.ts";

/**
 * A custom notification of Amazon Q Developer in chat applications (formerly AWS Chatbot), which brings it to Slack,
 * Microsoft Teams and Chime. Messages of any other form it drops.
 *
 * @see Amazon Q Developer in chat applications administrator guide, custom notifications
 */
export type ChatMessage = {
  readonly version: "1.0";
  readonly source: "custom";
  readonly id: string;
  readonly content: {
    readonly textType: "client-markdown";
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** What is in one thread: everything about one cause. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly additionalContext: Readonly<Record<string, string>>;
  };
};

/** Well inside of what a chat shows of one message. */
const titleCharacters = 200;
const descriptionCharacters = 2_500;
const lineCharacters = 1_000;
const stepCharacters = 300;
const wordCharacters = 75;
const mostSteps = 5;

const emoji = { high: ":red_circle:", medium: ":large_orange_circle:", low: ":white_circle:" } as const;

/** The notice for a chat. @returns plain JSON of less than 8 KB. Never throws. */
export const chatMessage = (notice: Notice, rendered: RenderedNotice, links: NoticeLinks): ChatMessage => {
  const { stack, domain, severity, state, kind, code, service, finding } = notice;
  const sign = state === "cleared" ? ":white_check_mark:" : emoji[severity];
  const steps = state === "cleared" ? [] : finding.unlocks.map(describeUnlock);
  return {
    version: "1.0",
    source: "custom",
    id: shortDigest(notice.id),
    content: {
      textType: "client-markdown",
      title: `${sign} ${chatText(`[${stack}] ${rendered.headline}`, titleCharacters)}`,
      description: descriptionOf(rendered, links),
      ...(steps.length === 0
        ? {}
        : {
            nextSteps: andMore(steps, mostSteps, (count) => `and ${count} more`).map((step) =>
              chatText(step, stepCharacters),
            ),
          }),
      keywords: [code, severity, stack, ...(service === null ? [] : [service])].map((word) =>
        oneLine(word, wordCharacters),
      ),
    },
    metadata: {
      threadId: shortDigest(`${stack}/${domain}/${causeOf(finding)}`),
      summary: chatText(rendered.headline, titleCharacters),
      eventType: `headgate-${kind}`,
      additionalContext: { state, domain: oneLine(domain, wordCharacters) },
    },
  };
};

/** Everything between the headline and the links; an address in angle brackets is a link in every chat. */
const descriptionOf = ({ text, headline, needed }: RenderedNotice, { explain, logs, trace }: NoticeLinks): string => {
  // The unlock options are the next steps.
  const why = text.slice(headline.length + needed.length + 3).split(/\n\n|\nWhat would unlock/, 1)[0]!;
  const places = [
    ...(explain === null ? [] : [`Decision: \`${explain}\``]),
    ...(logs === null ? [] : [`Logs: <${logs}>`]),
    ...(trace === null ? [] : [`Trace: <${trace}>`]),
  ];
  const lines = [
    `*${chatText(needed, stepCharacters)}*`,
    ...why.split("\n").map((line) => chatText(line, lineCharacters)),
  ];
  return [...within(lines, descriptionCharacters), ...places].join("\n");
};

/** As many of the lines as there is room for; the first are the ones that matter. */
export const within = (lines: readonly string[], mostCharacters: number): readonly string[] => {
  let left = mostCharacters;
  return lines.filter((line) => {
    left -= line.length + 1;
    return left >= 0;
  });
};

/** What AWS says must not call people by name, or be taken for a link: the three characters that chats escape. */
export const chatText = (text: string, mostCharacters: number): string =>
  oneLine(text, mostCharacters).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Short enough for an id or a thread, however long the names in it are. */
export const shortDigest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

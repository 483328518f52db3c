import { type ChatMessage, chatText, shortDigest, within } from "../chat-message.ts";
import type { Digest } from "./digest.ts";
import type { RenderedDigest } from "./rendered-digest.ts";

const titleCharacters = 200;
const descriptionCharacters = 3_500;
const lineCharacters = 400;

/** The digest for a chat: as a custom notification, one thread for all days. Never throws. */
export const digestChat = ({ id, stack }: Digest, { headline, needed, text }: RenderedDigest): ChatMessage => {
  const lines = text.split("\n").slice(3);
  return {
    version: "1.0",
    source: "custom",
    id: shortDigest(id),
    content: {
      textType: "client-markdown",
      title: `:newspaper: ${chatText(`[${stack}] ${headline}`, titleCharacters)}`,
      description: [
        `*${chatText(needed, lineCharacters)}*`,
        ...within(
          lines.map((line) => chatText(line, lineCharacters)),
          descriptionCharacters,
        ),
      ].join("\n"),
      keywords: ["digest", stack],
    },
    metadata: {
      threadId: shortDigest(`${stack}/digest`),
      summary: chatText(headline, titleCharacters),
      eventType: "headgate-digest",
      additionalContext: { stack },
    },
  };
};

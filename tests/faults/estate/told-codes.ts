import type { Notice } from "../../../shared/notices/notice.ts";
import type { EmbeddedCloud } from "../../../simulator/cloud/embedded-cloud.ts";

/** `kind code` of every notice that was published, once each, sorted. */
export const toldCodes = ({ topic }: EmbeddedCloud): readonly string[] => {
  const told = topic.published.map(({ messages }) => {
    const { kind, code } = JSON.parse(messages["lambda"] ?? "{}") as Notice;
    return `${kind} ${code}`;
  });
  return [...new Set(told)].sort();
};

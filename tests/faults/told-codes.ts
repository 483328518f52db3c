import type { Notice } from "../../shared/notices/notice.ts";
import type { FaultStack } from "./fault-stack.ts";

/** `kind code` of every notice that was published, once each, sorted. */
export const toldCodes = ({ cloud }: FaultStack): readonly string[] => {
  const told = cloud.topic.published.map(({ messages }) => {
    const { kind, code } = JSON.parse(messages["lambda"] ?? "{}") as Notice;
    return `${kind} ${code}`;
  });
  return [...new Set(told)].sort();
};

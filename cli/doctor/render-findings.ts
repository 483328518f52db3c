import { textOptions } from "../terminal-output.ts";
import type { Finding } from "./finding.ts";

const marks: Readonly<Record<Finding["status"], string>> = {
  ok: "ok     ",
  warning: "warning",
  failed: "failed ",
  unknown: "unknown",
};

/** As SGR codes; the words say the same without them. */
const colours: Readonly<Record<Finding["status"], number>> = { ok: 32, warning: 33, failed: 31, unknown: 35 };

/** A line for each, with what to do under it, and the sum at the end. */
export const renderFindings = (findings: readonly Finding[], { colour } = textOptions()): string => {
  const lines = findings.map(({ status, what, says, fix }) => {
    const mark = colour ? `\u001b[${colours[status]}m${marks[status]}\u001b[0m` : marks[status];
    return `${mark}  ${printable(`${what}: ${says}`)}${fix === null ? "" : `\n         fix: ${printable(fix)}`}`;
  });
  const count = (status: Finding["status"]): number => findings.filter((finding) => finding.status === status).length;
  const sum = `${count("ok")} ok, ${count("warning")} warnings, ${count("failed")} failed, ${count("unknown")} unknown`;
  return [...lines, sum].join("\n");
};

/** A reason in a queue may be anybody's text. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, " ");

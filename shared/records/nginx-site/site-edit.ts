/** Replaces `start` to `end` of a text; where the two are the same, it inserts. */
export type SiteEdit = { readonly start: number; readonly end: number; readonly text: string };

/**
 * Makes all edits at once.
 *
 * @param edits none reaches into another; those that insert at one place keep their order
 */
export const applyEdits = (text: string, edits: readonly SiteEdit[]): string => {
  const sorted = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.start - b.edit.start || a.order - b.order);
  let result = "";
  let at = 0;
  for (const { edit } of sorted) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
};

type Span = { readonly start: number; readonly end: number };

/** Puts directives after another one: on lines of their own with its indentation, or on its line where it shares that. */
export const insertAfter = (text: string, anchor: Span, directives: readonly string[]): SiteEdit => {
  const lineEnd = endOfLine(text, anchor.end);
  const rest = text.slice(anchor.end, lineEnd);
  const indent = indentOf(text, anchor.start);
  if (indent === null || !/^[ \t]*(#.*)?$/.test(rest))
    return insert(anchor.end, directives.map((directive) => ` ${directive}`).join(""));
  const eol = /^\r?\n/.exec(text.slice(lineEnd, lineEnd + 2))?.[0] ?? lineBreakOf(text);
  return insert(lineEnd, directives.map((directive) => `${eol}${indent}${directive}`).join(""));
};

export const insertBefore = (text: string, anchor: Span, directives: readonly string[]): SiteEdit => {
  const indent = indentOf(text, anchor.start);
  const gap = indent === null ? " " : `${lineBreakOf(text)}${indent}`;
  return insert(anchor.start, directives.map((directive) => `${directive}${gap}`).join(""));
};

/** Takes a directive out, with its lines where nothing else is on them. */
export const remove = (text: string, span: Span): SiteEdit => {
  const indent = indentOf(text, span.start);
  const lineEnd = endOfLine(text, span.end);
  if (indent === null || text.slice(span.end, lineEnd).trim() !== "") return { ...span, text: "" };
  const withBreak = text.startsWith("\r\n", lineEnd) ? lineEnd + 2 : Math.min(lineEnd + 1, text.length);
  return { start: span.start - indent.length, end: withBreak, text: "" };
};

const insert = (offset: number, text: string): SiteEdit => ({ start: offset, end: offset, text });

/** `null`: something else comes before it on its line. */
const indentOf = (text: string, offset: number): string | null => {
  const before = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*$/.test(before) ? before : null;
};

/** Before the line break, whichever it is. */
const endOfLine = (text: string, offset: number): number => {
  const found = text.indexOf("\n", offset);
  const end = found === -1 ? text.length : found;
  return text[end - 1] === "\r" && end > offset ? end - 1 : end;
};

const lineBreakOf = (text: string): string => (text.includes("\r\n") ? "\r\n" : "\n");

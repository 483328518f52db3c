/** The first line after `prefix`, the others under it. */
export function hang(prefix: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === 0 ? prefix : " ".repeat(prefix.length)) + line);
}

/**
 * Reads what the console keeps in its addresses, by the grammar of JSURL: the other way round than we write it, so that a
 * mistake in one is not made in both.
 */
export const readConsoleObject = (text: string): unknown => {
  let at = 0;
  const take = (expected: string): void => {
    if (!text.startsWith(expected, at)) throw new Error(`expected ${expected} at ${at} of ${text}`);
    at += expected.length;
  };
  const word = (): string => {
    let read = "";
    while (at < text.length && !"~)".includes(text[at]!)) {
      if (text[at] === "*") {
        const digits = text[at + 1] === "*" ? 4 : 2;
        const from = at + (digits === 4 ? 2 : 1);
        read += String.fromCharCode(Number.parseInt(text.slice(from, from + digits), 16));
        at = from + digits;
      } else {
        read += text[at] === "!" ? "$" : text[at]!;
        at += 1;
      }
    }
    return read;
  };
  const value = (): unknown => {
    take("~");
    if (text[at] === "'") {
      at += 1;
      return word();
    }
    if (text[at] !== "(") return JSON.parse(word());
    at += 1;
    if (text[at] !== "~") return map();
    const list: unknown[] = [];
    if (text[at + 1] === ")") at += 1;
    else while (text[at] === "~") list.push(value());
    take(")");
    return list;
  };
  const map = (): Record<string, unknown> => {
    const read: Record<string, unknown> = {};
    while (text[at] !== ")") {
      const key = word();
      read[key] = value();
      if (text[at] === "~") at += 1;
    }
    take(")");
    return read;
  };
  return value();
};

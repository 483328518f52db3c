export type Token = {
  readonly kind: "integer" | "word" | "symbol";
  readonly text: string;
  /** Characters before it, from 0. */
  readonly at: number;
};

const PATTERN = /\s+|(-?\d+)|([A-Za-z_]\w*)|([{}(),*/])/y;

/**
 * Cuts a parameter's value into words.
 *
 * @returns the words in order, or the place of the first character that the language doesn't have
 * @throws never
 */
export const tokensOf = (text: string): readonly Token[] | { readonly kind: "foreign"; readonly at: number } => {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at = PATTERN.lastIndex) {
    PATTERN.lastIndex = at;
    const match = PATTERN.exec(text);
    if (match === null) return { kind: "foreign", at };
    const [found, integer, word, symbol] = match;
    if (integer !== undefined) tokens.push({ kind: "integer", text: found, at });
    else if (word !== undefined) tokens.push({ kind: "word", text: found, at });
    else if (symbol !== undefined) tokens.push({ kind: "symbol", text: found, at });
  }
  return tokens;
};

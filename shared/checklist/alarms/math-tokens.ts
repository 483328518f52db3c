const token = /\s*(\d+\.?\d*|\.\d+|[A-Za-z]\w*|&&|\|\||[<>=!]=|[-+*/()<>,])/y;
/** Nobody's ratio is longer; and depth is bounded by length. */
const mostTokens = 500;

/** @returns `null` for text that isn't arithmetic, or is too long to be judged */
export const mathTokens = (expression: string): readonly string[] | null => {
  const text = expression.trim();
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (found === null || tokens.length >= mostTokens) return null;
    tokens.push(found[1]!);
  }
  return tokens;
};

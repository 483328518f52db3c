/** @returns at most so many characters, the last of them three dots where something is left out */
export const shortened = (text: string, mostCharacters: number): string =>
  text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 3)}...`;

/** Breaks a line at its spaces; what follows is indented by two more. A word that is longer than a line is cut. */
export const wrapped = (line: string, mostColumns: number): readonly string[] => {
  const indent = /^ */.exec(line)![0].length;
  const lines: string[] = [];
  let current = " ".repeat(indent);
  let isEmpty = true;
  for (const word of line
    .trim()
    .split(" ")
    .flatMap((one) => cut(one, mostColumns - indent - 2))) {
    if (!isEmpty && current.length + 1 + word.length > mostColumns) {
      lines.push(current);
      current = " ".repeat(indent + 2);
      isEmpty = true;
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current];
};

const cut = (word: string, most: number): readonly string[] =>
  word.length <= most ? [word] : [word.slice(0, most), ...cut(word.slice(most), most)];

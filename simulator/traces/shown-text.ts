const mostCharacters = 30;

/** What stands in somebody's file, short and of one line, so that a terminal shows it and does nothing else. */
export function shownText(text: string): string {
  // Whole characters: half of one is none.
  const characters = [...text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?")];
  return characters.length > mostCharacters ? `${characters.slice(0, mostCharacters).join("")}…` : characters.join("");
}

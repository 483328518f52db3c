const mostCharacters = 60;

/** What somebody has sent, short and of one line, so that a log or a terminal shows it and does nothing else. */
export const shown = (text: string): string => text.slice(0, mostCharacters).replace(/[\p{Cc}\p{Cs}]/gu, "?");

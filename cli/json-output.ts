/** A result as `--json` prints it. */
export const toJson = (value: object): string => JSON.stringify(value, null, 2);

/** What a script gets where nothing could be done: the words that a person would have got. */
export const unusable = (message: string): string => toJson({ kind: "unusable", message });

/** How sure a figure is: read from AWS as it is, inferred from something that says it, or a figure to be checked. */
export type Certainty = "read" | "likely" | "guess";

/** A value of the draft with where it comes from; both become the comment beside the key. */
export type Guess<Value> = { readonly value: Value; readonly certainty: Certainty; readonly from: string };

export const read = <Value>(value: Value, from: string): Guess<Value> => ({ value, certainty: "read", from });

export const likely = <Value>(value: Value, from: string): Guess<Value> => ({ value, certainty: "likely", from });

export const guess = <Value>(value: Value, from: string): Guess<Value> => ({ value, certainty: "guess", from });

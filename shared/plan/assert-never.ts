/** Ends a `switch` over a union: a new member fails to compile here. */
export const assertNever = (value: never): never => {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
};

type Client = { readonly send: (...args: never[]) => unknown };

/** The run has no time left for this call. */
export class OutOfTimeError extends Error {
  override readonly name = "OutOfTimeError";
}

/**
 * A client that makes no call after a deadline: a service that hangs must not keep what others have answered from being
 * stored.
 */
export const beforeDeadline = <Of extends Client>(client: Of, isOver: () => boolean): Of => {
  const send = async (...args: never[]): Promise<unknown> => {
    if (isOver()) throw new OutOfTimeError("not asked: the calls before it took too long");
    return client.send(...args);
  };
  // The SDK's `send` is overloaded per command; this one hands every one of them on.
  return { send } as unknown as Of;
};

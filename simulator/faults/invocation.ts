import { AsyncLocalStorage } from "node:async_hooks";

/** One run of a function: its calls are told from those of every other, also after it was killed. */
export type Invocation = {
  /** The function's name, as in serverless.yml. */
  readonly name: string;
  readonly clockSkewMs: number;
  killed: boolean;
  /** Settles what the invocation answers once it is killed. */
  readonly die: () => void;
};

const current = new AsyncLocalStorage<Invocation>();

/** Whose code is running; `null`: nobody's, so a look from outside. */
export const currentInvocation = (): Invocation | null => current.getStore() ?? null;

/** The function's process has ended. */
export class KilledError extends Error {
  override readonly name = "KilledError";
}

/**
 * Runs a function to its end, or to its death.
 *
 * @throws what the function throws; KilledError as soon as it is killed, whatever of it was still under way
 */
export const invoke = async <Answer>(name: string, handle: () => Promise<Answer>, clockSkewMs = 0): Promise<Answer> => {
  const death = Promise.withResolvers<never>();
  const invocation: Invocation = {
    name,
    clockSkewMs,
    killed: false,
    die: () => death.reject(new KilledError(`${name} was killed`)),
  };
  return Promise.race([current.run(invocation, handle), death.promise]);
};

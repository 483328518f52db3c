import { BrokenPromise, type FuzzTarget, type PreparedTarget, type Verdict } from "./fuzz-target.ts";

/**
 * What is wrong with an answer. `crash`: the reader threw. `broken`: it answered, and breaks a promise. `uncoded`: a
 * rejection without a code, or with one that is not documented. `hang`: no answer in time.
 */
export type FailureKind = "crash" | "broken" | "uncoded" | "hang";

export type Judgement =
  | { readonly kind: "sound"; readonly verdict: Verdict }
  | { readonly kind: "failed"; readonly failure: Exclude<FailureKind, "hang">; readonly message: string };

/** Runs one input and judges the answer. @throws never */
export const judgeInput = async (
  { codes }: Pick<FuzzTarget, "codes">,
  prepared: PreparedTarget,
  input: string,
): Promise<Judgement> => {
  try {
    const verdict = await prepared.run(input);
    const strange = verdict.codes.filter((code) => !codes.has(code));
    if (strange.length > 0)
      return failed("uncoded", `not documented: ${strange.map((code) => `"${code}"`).join(", ")}`);
    if (verdict.kind === "rejected" && verdict.codes.length === 0) return failed("uncoded", "rejected without a code");
    return { kind: "sound", verdict };
  } catch (error) {
    return error instanceof BrokenPromise ? failed("broken", error.message) : failed("crash", describe(error));
  }
};

const failed = (failure: Exclude<FailureKind, "hang">, message: string): Judgement => ({
  kind: "failed",
  failure,
  message: message.slice(0, mostCharacters),
});

const mostCharacters = 600;

/** With the first places of the stack that are ours. */
const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const places = (error.stack ?? "")
    .split("\n")
    // Where the fuzzer itself begins differs from call to call.
    .filter((line) => /^\s+at /.test(line) && !/node:|judge-input|fuzz-worker|shrink/.test(line))
    .map((line) => line.trim().replace(/file:\/\/.*?\/(?=(tests|shared|simulator|functions|cli|node_modules)\/)/, ""))
    .slice(0, 4);
  return [`${error.name}: ${error.message.slice(0, 300)}`, ...places].join("\n    ");
};

/** What two failures of one cause have in common: the kind and the message without its figures and names. */
export const signatureOf = (failure: FailureKind, message: string): string =>
  `${failure} ${message
    .replace(/"[^"]*"/g, '""')
    .replace(/\d+/g, "0")
    .slice(0, 200)}`;

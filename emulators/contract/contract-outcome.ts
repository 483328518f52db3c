import { isDeepStrictEqual } from "node:util";
import type { ContractBed } from "../../tests/contract/contract-bed.ts";
import type { ContractCase } from "../../tests/contract/contract-case.ts";
import type { ContractException } from "./contract-exceptions.ts";

/** What came of a case on the emulators. */
export type ContractOutcome =
  | { readonly kind: "passed" }
  /** Fails, and is listed. */
  | { readonly kind: "exception"; readonly exception: ContractException; readonly seen: string }
  /** Takes longer than this run may; the long one looks at it. */
  | { readonly kind: "left-out"; readonly waitsSeconds: number }
  /** Passes, and is listed. */
  | { readonly kind: "stale"; readonly exception: ContractException }
  | { readonly kind: "failed"; readonly seen: string };

/** In a run that is not long no case waits longer. */
const mostWaitSeconds = 20;
/** A call of a case that is never answered ends it, in ms beside what the case waits for. */
const mostMs = 60_000;

/** Only the long run waits for it. */
export const isLeftOut = ({ waitsSeconds = 0 }: ContractCase): boolean => waitsSeconds > mostWaitSeconds;

/** @param isLong cases wait as long as they want to @throws never */
export const runContractCase = async (
  one: ContractCase,
  bed: ContractBed,
  exceptions: readonly ContractException[],
  isLong: boolean,
): Promise<ContractOutcome> => {
  const { waitsSeconds = 0 } = one;
  if (!isLong && isLeftOut(one)) return { kind: "left-out", waitsSeconds };
  const seen = await deviationOf(one, bed, mostMs + waitsSeconds * 1_000);
  const exception = exceptions.find(({ service, name }) => service === one.service && name === one.name);
  if (exception !== undefined)
    return seen === null ? { kind: "stale", exception } : { kind: "exception", exception, seen };
  return seen === null ? { kind: "passed" } : { kind: "failed", seen };
};

/** @returns what was seen in place of what is expected; `null`: what is expected */
const deviationOf = async (
  { run, expected }: ContractCase,
  bed: ContractBed,
  withinMs: number,
): Promise<string | null> => {
  try {
    const seen = await within(withinMs, run(bed));
    return isDeepStrictEqual(plain(seen), plain(expected)) ? null : JSON.stringify(seen);
  } catch (error) {
    return String(error);
  }
};

/** Like toEqual of the other run: fields that are undefined are not there. */
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  const late = AbortSignal.timeout(ms);
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      late.addEventListener("abort", () => reject(new Error(`no end within ${ms} ms`)));
    }),
  ]);
};

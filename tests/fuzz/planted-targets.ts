import { accepted, type FuzzTarget, promise, rejected, type Verdict } from "./fuzz-target.ts";

/** Readers with one mistake each, in which the fuzzer is to find it: what its own test runs in the product's place. */

/** Every other input is in order: the mistake is all that is wrong. */
const planted = (name: string, mistake: (text: string) => Verdict, ratio = 0.1): FuzzTarget => ({
  name,
  share: 1,
  codes: new Set(["odd"]),
  prepare: async () => ({
    generate: (dice) => `${"x".repeat(dice.below(40))}${dice.chance(ratio) ? "!" : ""}${"y".repeat(dice.below(40))}`,
    run: (text) => (text.includes("!") ? mistake(text) : text.length % 2 === 0 ? accepted() : rejected(["odd"])),
  }),
});

export const fuzzTargets: readonly FuzzTarget[] = [
  planted("sound", () => accepted()),
  planted("crashes", (text) => {
    throw new TypeError(`can't read ${text.length}`);
  }),
  planted("breaks", (text) => {
    promise(text.length < 0, "it says something else");
    return accepted();
  }),
  planted("uncoded", () => rejected([])),
  planted("undocumented", () => rejected(["constructor"])),
  planted(
    "hangs",
    (text) => {
      for (;;) if (text === "") return accepted();
    },
    0.02,
  ),
  {
    ...planted("garbage", () => accepted()),
    prepare: async () => ({ generate: () => "x", run: () => rejected(["odd"]) }),
  },
];

import type { CloudTest } from "./cloud-test.ts";

/** A part of the run; what it leaves behind is what the next one begins with. */
export type Step = {
  readonly name: string;
  /** @returns what was seen, a sentence each; throws where it is not what it should be */
  readonly run: (cloud: CloudTest) => Promise<readonly string[]>;
};

import { markWhole } from "./recordings.ts";
import { isWholeRun, type JestRun } from "./whole-run.ts";

/** Jest's globalTeardown: only a run that came to its end has recorded everything. */
// biome-ignore lint/style/noDefaultExport: jest takes no other
export default (run: JestRun): void => {
  if (isWholeRun(run)) markWhole();
};

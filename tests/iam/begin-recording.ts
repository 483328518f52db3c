import { forgetRecordings } from "./recordings.ts";
import { isWholeRun, type JestRun } from "./whole-run.ts";

/** Jest's globalSetup: a run of every test begins with nothing recorded. */
// biome-ignore lint/style/noDefaultExport: jest takes no other
export default (run: JestRun): void => {
  if (isWholeRun(run)) forgetRecordings();
};

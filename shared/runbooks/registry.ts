import { pause } from "./books/pause.ts";
import { resume } from "./books/resume.ts";
import { scale } from "./books/scale.ts";
import { setMode } from "./books/set-mode.ts";
import type { AnyRunbook } from "./runbook.ts";

/** Every runbook, sorted by name. What is generated from it: the commands, the reference page, the documents of Systems Manager. */
export const runbooks: readonly AnyRunbook[] = [pause, resume, scale, setMode].sort((a, b) =>
  a.name < b.name ? -1 : 1,
);

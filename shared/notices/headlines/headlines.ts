import type { FindingCode } from "../../plan/explain/codes.ts";
import { callHeadlines } from "./call-headlines.ts";
import { capacityHeadlines } from "./capacity-headlines.ts";
import { changeHeadlines } from "./change-headlines.ts";
import { databaseHeadlines } from "./database-headlines.ts";
import { handHeadlines } from "./hand-headlines.ts";
import type { Headline } from "./headline.ts";
import { ownHeadlines } from "./own-headlines.ts";
import { proxyHeadlines } from "./proxy-headlines.ts";
import { recordHeadlines } from "./record-headlines.ts";
import { runHeadlines } from "./run-headlines.ts";
import { signalHeadlines } from "./signal-headlines.ts";

/** A headline for every code: a code without one does not compile. */
export const headlines: Readonly<Record<FindingCode, Headline>> = {
  ...changeHeadlines,
  ...databaseHeadlines,
  ...proxyHeadlines,
  ...capacityHeadlines,
  ...signalHeadlines,
  ...callHeadlines,
  ...handHeadlines,
  ...ownHeadlines,
  ...recordHeadlines,
  ...runHeadlines,
};

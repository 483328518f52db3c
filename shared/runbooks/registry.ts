import { addReadReplica } from "./books/add-read-replica.ts";
import { alarms } from "./books/alarms.ts";
import { canary } from "./books/canary.ts";
import { chaos } from "./books/chaos.ts";
import { checklist } from "./books/checklist.ts";
import { cost } from "./books/cost.ts";
import { digest } from "./books/digest.ts";
import { explain } from "./books/explain.ts";
import { headroom } from "./books/headroom.ts";
import { history } from "./books/history.ts";
import { park } from "./books/park.ts";
import { pause } from "./books/pause.ts";
import { plan } from "./books/plan.ts";
import { poolFit } from "./books/pool-fit.ts";
import { portAudit } from "./books/port-audit.ts";
import { preflight } from "./books/preflight.ts";
import { proxyAdvice } from "./books/proxy-advice.ts";
import { redrive } from "./books/redrive.ts";
import { renderNginx } from "./books/render-nginx.ts";
import { resizeDatabase } from "./books/resize-database.ts";
import { resume } from "./books/resume.ts";
import { rollback } from "./books/rollback.ts";
import { scale } from "./books/scale.ts";
import { setMode } from "./books/set-mode.ts";
import { syncRecords } from "./books/sync-records.ts";
import type { AnyRunbook } from "./runbook.ts";

/** Every runbook, sorted by name. What is generated from it: the commands, the reference page, the documents of Systems Manager. */
export const runbooks: readonly AnyRunbook[] = [
  addReadReplica,
  alarms,
  canary,
  chaos,
  checklist,
  cost,
  digest,
  explain,
  headroom,
  history,
  park,
  pause,
  plan,
  poolFit,
  portAudit,
  preflight,
  proxyAdvice,
  redrive,
  renderNginx,
  resizeDatabase,
  resume,
  rollback,
  scale,
  setMode,
  syncRecords,
].sort((a, b) => (a.name < b.name ? -1 : 1));

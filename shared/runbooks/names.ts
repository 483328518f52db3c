/** What there is to run, by what it changes. The registry is held to these lists; headgate.yml is checked by them. */
export const readingRunbooks = [
  "checklist",
  "cost",
  "explain",
  "headroom",
  "history",
  "plan",
  "pool-fit",
  "port-audit",
  "preflight",
  "proxy-advice",
  "render-nginx",
] as const;

export const headgateRunbooks = ["digest", "pause", "redrive", "resume", "scale", "set-mode", "sync-records"] as const;

export const accountRunbooks = [
  "add-read-replica",
  "alarms",
  "canary",
  "chaos",
  "park",
  "resize-database",
  "rollback",
] as const;

export const runbookNames = [...readingRunbooks, ...headgateRunbooks, ...accountRunbooks].sort();

export type AccountRunbook = (typeof accountRunbooks)[number];

/** What the call graph remembers from one plan to the next. With an empty one it only knows less. */
export type GraphMemory = {
  /** By service: what one task carried at its target, as last seen while it was not saturated. */
  readonly perTask: Readonly<Record<string, PerTaskMemory>>;
  /** By caller, then by callee: the shares that are learned. */
  readonly shares: Readonly<Record<string, Readonly<Record<string, ShareMemory>>>>;
  /** By callee: who is being waited for. */
  readonly waits: Readonly<Record<string, WaitMemory>>;
  /** What other domains were last told. */
  readonly posted: PostedMemory;
};

export type PerTaskMemory = {
  /** At its target, and at 100 % of its resource. */
  readonly perSecond: number;
  readonly fullPerSecond: number;
  readonly atMs: number;
};

/** Requests of both ends over the minutes that were looked at, older ones fading. */
export type ShareMemory = {
  readonly callerRequests: number;
  readonly calleeRequests: number;
  /** Minutes looked at, at most as many as it takes to have an opinion. */
  readonly minutes: number;
  readonly atMs: number;
};

/** Since when a callee's healthy tasks have not become more while somebody waited for them. */
export type WaitMemory = {
  readonly sinceMs: number;
  readonly healthyTasks: number;
  /** When nobody waited any longer: a plan of the same moment still finds it as it was. Absent while somebody waits. */
  readonly endedAtMs?: number;
};

export type PostedMemory = {
  readonly expiresAtMs: number;
  /** By callee in another domain: the requests per second that we asked it to carry beyond what it gets now. */
  readonly demands: Readonly<Record<string, number>>;
  /** By callee of ours, then by the callers' domain: all the requests per second that we let it send. */
  readonly grants: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Larger ones of earlier plans, whose posts still hold. Absent where there are none. */
  readonly earlier?: readonly Grant[];
};

export const emptyGraphMemory: GraphMemory = {
  perTask: {},
  shares: {},
  waits: {},
  posted: { expiresAtMs: 0, demands: {}, grants: {} },
};

/** All the requests per second that another domain was allowed to send to a callee of ours, and until when. */
export type Grant = {
  readonly callee: string;
  readonly domain: string;
  readonly perSecond: number;
  readonly untilMs: number;
};

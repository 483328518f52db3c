import type { FindingCode } from "../explain/codes.ts";
import type { Opinion } from "./opinion.ts";

/** Something about a demand that people should know. */
export type Note = {
  readonly code: FindingCode;
  readonly detail: string;
  readonly numbers?: Readonly<Record<string, number>>;
};

export type Joined = {
  readonly tasks: number;
  /** Why the service may not shrink; empty where it may. */
  readonly holds: readonly Note[];
  /** What else has changed the outcome. */
  readonly notes: readonly Note[];
};

type Ask = Extract<Opinion, { readonly kind: "ask" }>;

/**
 * Joins the opinions of a service's signals: out if any asks; in only if every signal with an opinion agrees and at
 * least one has.
 *
 * A follower (memory) raises an ask only where a leader asks for growth too; it may always object to a scale-in. An ask
 * of a datapoint on which tasks were starting raises nothing that the requests contradict. A signal at or below its
 * target raises nothing: more tasks at its datapoint than are desired were a rollout's. A signal that can't be read holds a
 * scale-in and never causes growth.
 *
 * @param desired the desired count now, >= 0
 * @param requestsSignal name of the signal that counts requests per task; `null`: there is none
 * @returns tasks >= 0, not yet within bounds
 * @throws never
 */
export const joinOpinions = (opinions: readonly Opinion[], desired: number, requestsSignal: string | null): Joined => {
  const asks = opinions.filter((opinion) => opinion.kind === "ask").map((ask) => belowTarget(ask, desired));
  const keeps = opinions.filter((opinion) => opinion.kind === "keep");
  const holds: Note[] = opinions
    .filter((opinion) => opinion.kind === "hold")
    .map(({ code, detail, signal }) => ({ code, detail: `${signal}: ${detail}` }));
  if (asks.length === 0 && keeps.length === 0) {
    const silent: Note = { code: "no-signal", detail: "no signal has an opinion" };
    return { tasks: desired, holds: holds.length > 0 ? holds : [silent], notes: [] };
  }
  const bound = (tasks: number): number => (holds.length > 0 ? Math.max(tasks, desired) : tasks);
  const objects = keeps.length > 0 || asks.some(({ keeps: too }) => too === true);
  const ask = bound(Math.max(askOf(asks, desired), objects ? desired : 0));
  const requests = asks.find(({ signal }) => signal === requestsSignal);
  const contradicted = requests !== undefined && requests.tasks <= desired;
  const cooled = asks.map((entry) =>
    contradicted && entry.warmingUp === true ? { ...entry, tasks: Math.min(entry.tasks, desired) } : entry,
  );
  const tasks = bound(Math.max(askOf(cooled, desired), objects ? desired : 0));
  const notes: Note[] = [];
  if (tasks < ask) {
    const warm = asks.filter((entry) => entry.warmingUp === true && entry.tasks > desired);
    const detail = `${warm.map(({ signal }) => signal).join(", ")} asked while more than a quarter of the tasks were starting`;
    notes.push({ code: "warming-up", detail, numbers: { askTasks: ask, requestsTasks: requests?.tasks ?? 0 } });
  }
  if (objects && askOf(cooled, desired) < desired) {
    const names = [...keeps, ...asks.filter(({ keeps: too }) => too === true)].map(({ signal }) => signal);
    const askTasks = askOf(cooled, desired);
    notes.push({
      code: "too-slow-to-shrink",
      detail: names.sort().join(", "),
      numbers: { askTasks, desiredTasks: desired },
    });
  }
  return { tasks, holds, notes };
};

const belowTarget = (ask: Ask, desired: number): Ask =>
  ask.ratio !== null && ask.ratio <= 1 ? { ...ask, tasks: Math.min(ask.tasks, Math.max(1, desired)) } : ask;

const askOf = (asks: readonly Ask[], desired: number): number => {
  let leader = 0;
  let follower = 0;
  for (const ask of asks) {
    if (ask.asksAlone) leader = Math.max(leader, ask.tasks);
    else follower = Math.max(follower, ask.tasks);
  }
  return leader > desired ? Math.max(leader, follower) : Math.max(leader, Math.min(follower, desired));
};

import { RandomStream } from "../../../simulator/world/random.ts";

/**
 * Request by request: Poisson arrivals, dealt round robin to tasks that serve one request at a time, exponentially long.
 *
 * @returns the response time that 99 of 100 requests stay under, in seconds
 */
export function simulateP99Seconds(
  load: number,
  tasks: number,
  serviceSeconds: number,
  requests: number,
  seed: number,
): number {
  const random = new RandomStream(seed);
  const exponential = (mean: number) => -mean * Math.log(1 - random.uniform());
  const freeAt = new Float64Array(tasks);
  const responses = new Float64Array(requests);
  let now = 0;
  for (let request = 0; request < requests; request += 1) {
    now += exponential(serviceSeconds / (load * tasks));
    const task = request % tasks;
    freeAt[task] = Math.max(now, freeAt[task] as number) + exponential(serviceSeconds);
    responses[request] = (freeAt[task] as number) - now;
  }
  return responses.sort()[Math.floor(0.99 * requests)] as number;
}

export type ClosedRun = { readonly requestsPerSecond: number; readonly meanSeconds: number };

/**
 * User by user: each thinks exponentially long, sends a request, waits for its answer. Requests are dealt round robin to
 * tasks that serve one at a time, exponentially long.
 *
 * @returns of the second half of the requests
 */
export function simulateClosed(
  users: number,
  thinkSeconds: number,
  tasks: number,
  serviceSeconds: number,
  requests: number,
  seed: number,
): ClosedRun {
  const random = new RandomStream(seed);
  const exponential = (mean: number) => -mean * Math.log(1 - random.uniform());
  const sendsAt = Float64Array.from({ length: users }, () => exponential(thinkSeconds));
  const freeAt = new Float64Array(tasks);
  const warm = Math.floor(requests / 2);
  let begun = 0;
  let waited = 0;
  let now = 0;
  for (let request = 0; request < requests; request += 1) {
    let user = 0;
    for (let other = 1; other < users; other += 1) {
      if ((sendsAt[other] as number) < (sendsAt[user] as number)) user = other;
    }
    now = sendsAt[user] as number;
    if (request === warm) begun = now;
    const task = request % tasks;
    const doneAt = Math.max(now, freeAt[task] as number) + exponential(serviceSeconds);
    freeAt[task] = doneAt;
    if (request >= warm) waited += doneAt - now;
    sendsAt[user] = doneAt + exponential(thinkSeconds);
  }
  return { requestsPerSecond: (requests - warm) / (now - begun), meanSeconds: waited / (requests - warm) };
}

/**
 * Request by request, on tasks with a few slots each: a request takes a slot, waits its turn for the task's one CPU, is
 * away with a database or a callee, and gives the slot back. Both times are exponential.
 *
 * @returns requests a second that come through, all tasks' arrivals being Poisson and dealt round robin
 */
export function simulateSlots(
  rate: number,
  tasks: number,
  slots: number,
  cpuSeconds: number,
  awaySeconds: number,
  requests: number,
  seed: number,
): ClosedRun {
  const random = new RandomStream(seed);
  const exponential = (mean: number) => -mean * Math.log(1 - random.uniform());
  const slotFreeAt = Array.from({ length: tasks }, () => new Float64Array(slots));
  const cpuFreeAt = new Float64Array(tasks);
  let now = 0;
  let last = 0;
  let waited = 0;
  for (let request = 0; request < requests; request += 1) {
    now += exponential(1 / rate);
    const task = request % tasks;
    const free = slotFreeAt[task] as Float64Array;
    let slot = 0;
    for (let other = 1; other < slots; other += 1) if ((free[other] as number) < (free[slot] as number)) slot = other;
    const begins = Math.max(now, free[slot] as number);
    const computed = Math.max(begins, cpuFreeAt[task] as number) + exponential(cpuSeconds);
    cpuFreeAt[task] = computed;
    const doneAt = computed + exponential(awaySeconds);
    free[slot] = doneAt;
    waited += doneAt - now;
    last = Math.max(last, doneAt);
  }
  return { requestsPerSecond: requests / last, meanSeconds: waited / requests };
}

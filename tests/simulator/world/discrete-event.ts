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

/**
 * The stochastic part of the response time, which a fluid queue has not: below saturation a fluid never waits.
 *
 * A load balancer deals requests round robin to n tasks; each task is one exponential server. So a task sees every n-th
 * arrival of a Poisson stream (Erlang-n arrivals), and its response time is exponential with rate (1 - root) / serviceSeconds,
 * where root solves root = (n x load / (n x load + 1 - root))^n.
 *
 * @see L. Kleinrock, Queueing Systems, vol. 1, section 6.4 (G/M/1); tests/simulator/world/discrete-event.ts
 */
const taskColumns = [1, 2, 3, 5, 8, 16, 64] as const;
const loadSteps = 200;
/** Above this the fluid queue itself grows, and carries the rest of the wait. */
const highestLoad = 0.985;
const logOf100 = Math.log(100);

const stretch = buildTable();

function buildTable(): Float64Array {
  const table = new Float64Array(taskColumns.length * (loadSteps + 1));
  taskColumns.forEach((tasks, column) => {
    for (let step = 0; step <= loadSteps; step += 1) {
      table[column * (loadSteps + 1) + step] = 1 / (1 - rootOf((highestLoad * step) / loadSteps, tasks));
    }
  });
  return table;
}

function rootOf(load: number, tasks: number): number {
  // Iteration from 0 rises to the root inside (0, 1); convergence is slow near load 1, hence the count.
  let root = 0;
  for (let i = 0; i < 2_000; i += 1) {
    const next = ((tasks * load) / (tasks * load + 1 - root)) ** tasks;
    if (next - root < 1e-10) return next;
    root = next;
  }
  return root;
}

/**
 * Mean response time over service time, at a load.
 *
 * @param load arrivals over capacity, >= 0; held at 0.985
 * @param tasks tasks that take traffic, >= 0
 * @returns >= 1, rising with the load, falling with the tasks
 * @throws never
 */
export function responseStretch(load: number, tasks: number): number {
  const position = (Math.min(load, highestLoad) / highestLoad) * loadSteps;
  const step = Math.min(loadSteps - 1, Math.floor(position));
  const fraction = position - step;
  let column = 0;
  while (column < taskColumns.length - 1 && (taskColumns[column + 1] as number) <= tasks) column += 1;
  const here = between(column, step, fraction);
  if (column === taskColumns.length - 1) return here;
  // Linear in 1/tasks: the variance of the arrivals at a task goes with it.
  const left = 1 / (taskColumns[column] as number);
  const right = 1 / (taskColumns[column + 1] as number);
  const share = (left - 1 / Math.max(1, tasks)) / (left - right);
  return here + (between(column + 1, step, fraction) - here) * share;
}

function between(column: number, step: number, fraction: number): number {
  const low = stretch[column * (loadSteps + 1) + step] as number;
  const high = stretch[column * (loadSteps + 1) + step + 1] as number;
  return low + (high - low) * fraction;
}

/** Response time that 99 of 100 requests stay under, without the fluid queue's wait. */
export function p99Seconds(load: number, tasks: number, serviceSeconds: number): number {
  return serviceSeconds * logOf100 * responseStretch(load, tasks);
}

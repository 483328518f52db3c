// One task: an operating-system process with a connection pool of its own. It is told of its orders, its requests, the time
// and its end; what it does about its connections it decides by what the server says.
import type { FromTask, TaskOrders, ToTask } from "./task-messages.ts";
import { TaskPool } from "./task-pool.ts";
import { TaskWork } from "./task-work.ts";

/** sysexits.h: an internal error. A task that was refused exits with 1, as any program that can't start. */
const softwareError = 70;

let task: { readonly orders: TaskOrders; readonly pool: TaskPool; readonly work: TaskWork } | null = null;
let isReady = false;
let secondsToReconnect = 0;
let answered = 0;

const answer = (fault: string | null = null): Promise<void> => {
  const told: FromTask = {
    answered,
    ready: isReady,
    attempts: task?.pool.attempts ?? 0,
    refused: task?.pool.refused ?? 0,
    cpuSeconds: task?.work.cpuSeconds ?? 0,
    fault,
  };
  return new Promise((resolve) => process.send!(told, () => resolve()));
};

const exit = async (code: number, fault: string | null = null): Promise<void> => {
  await answer(fault);
  process.exit(code);
};

const fail = (error: unknown): Promise<void> =>
  exit(softwareError, error instanceof Error ? (error.stack ?? error.message) : String(error));

const open = async (orders: TaskOrders): Promise<void> => {
  const pool = new TaskPool(orders);
  task = { orders, pool, work: new TaskWork(orders, pool) };
  if (!(await pool.open()) && orders.withoutConnections === "crash") await exit(1);
  secondsToReconnect = orders.reconnectSeconds;
  isReady = true;
};

const second = async (requests: number): Promise<void> => {
  // It still boots.
  if (task === null || !isReady) return;
  const { orders, pool, work } = task;
  work.compute();
  for (let request = 0; request < requests; request += 1) work.take().catch(fail);
  if (pool.isOpen) return;
  secondsToReconnect -= 1;
  if (secondsToReconnect > 0) return;
  secondsToReconnect = orders.reconnectSeconds;
  await pool.open();
};

const follow = async (message: ToTask): Promise<void> => {
  switch (message.kind) {
    case "open":
      await open(message.orders);
      break;
    case "second":
      await second(message.requests);
      break;
    case "end":
      await task?.pool.close();
      await exit(0);
      break;
    default: {
      const never: never = message;
      throw new Error(`unknown message ${String(never)}`);
    }
  }
  answered += 1;
  await answer();
};

process.on("message", (message: ToTask) => {
  follow(message).catch(fail);
});
// Whoever started it is gone.
process.on("disconnect", () => process.exit(0));

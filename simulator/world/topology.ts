import type { QueueSpec, ServiceSpec } from "./spec.ts";

/**
 * The order in which services are stepped: callers before callees, producers before consumers; ties by position in the spec.
 *
 * @returns indexes into `services`
 * @throws RangeError for a name that no service has, and for calls in a circle (a fluid second has no place for them)
 */
export function callOrder(services: readonly ServiceSpec[], queues: readonly QueueSpec[]): number[] {
  const index = new Map(services.map((service, position) => [service.name, position]));
  const after: number[][] = services.map((service) => (service.calls ?? []).map((call) => find(index, call.service)));
  for (const queue of queues) {
    const consumer = find(index, queue.consumer);
    if (queue.producer !== undefined) after[find(index, queue.producer.service)]?.push(consumer);
  }
  const callers = services.map(() => 0);
  for (const callees of after) for (const callee of callees) callers[callee] = (callers[callee] as number) + 1;
  const order: number[] = [];
  const open = services.map((_, position) => position).filter((position) => callers[position] === 0);
  while (open.length > 0) {
    const next = open.shift() as number;
    order.push(next);
    for (const callee of after[next] ?? []) {
      callers[callee] = (callers[callee] as number) - 1;
      if (callers[callee] === 0) open.push(callee);
    }
  }
  if (order.length < services.length) throw new RangeError("services call each other in a circle");
  return order;
}

function find(index: ReadonlyMap<string, number>, name: string): number {
  const position = index.get(name);
  if (position === undefined) throw new RangeError(`no service is named "${name}"`);
  return position;
}

import type { Service } from "./service.ts";
import type { QueueSpec } from "./spec.ts";

/**
 * Connects services to those they call, and to those whose queues they fill.
 *
 * @param named finds a service by its name, and throws where there is none
 * @throws RangeError for a service with two sources of work, and for a queue whose senders wait for an answer
 */
export function connectServices(
  services: readonly Service[],
  queues: readonly QueueSpec[],
  named: (name: string) => Service,
): void {
  const called = new Set<string>();
  for (const { spec, callees } of services) {
    callees.calls = (spec.calls ?? []).map(({ service, requestsPerRequest }) => {
      called.add(service);
      return { callee: named(service), requestsPerRequest };
    });
  }
  for (const queue of queues) connectQueue(queue, named);
  for (const { name, isEntry, messages } of services) {
    const sources = (isEntry ? 1 : 0) + (messages === undefined ? 0 : 1) + (called.has(name) ? 1 : 0);
    if (sources > 1) throw new RangeError(`${name} has more than one of users, callers and a queue`);
  }
}

function connectQueue({ name, consumer, producer, traffic }: QueueSpec, named: (name: string) => Service): void {
  const service = named(consumer);
  if (service.messages !== undefined) throw new RangeError(`${consumer} consumes two queues`);
  if (traffic?.kind === "users")
    throw new RangeError(`queue "${name}": nobody waits for a message; give it traffic that isn't users`);
  service.consume(traffic);
  if (producer === undefined) return;
  const { callees } = named(producer.service);
  callees.consumers = [...callees.consumers, { service, messagesPerRequest: producer.messagesPerRequest }];
}

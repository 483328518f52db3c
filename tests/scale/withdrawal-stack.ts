import type { Config } from "../../shared/config/config.ts";
import { publishesNothing } from "../../shared/config/publication.ts";
import { taskAddresses } from "../../simulator/cloud/task-network.ts";
import { type SmallStack, smallStack } from "./small-stack.ts";
import { stackConfig, steadyRequests, worldSpec } from "./small-world.ts";

export const hostedZoneId = "Z0SHOP";
export const recordName = "checkout.shop.internal";
export const ttlSeconds = 30;

/** `checkout` with its private addresses in a zone. */
export const publishedStackConfig = (changes: Partial<Config> = {}): Config =>
  stackConfig(
    {
      publish: {
        ...publishesNothing,
        records: [
          {
            zone: "internal",
            name: recordName,
            kind: "multivalue",
            address: "private",
            family: "ipv4",
            ttlSeconds,
            containerPort: null,
            weight: null,
            setIdentifier: null,
            regional: null,
            healthCheck: null,
          },
        ],
      },
    },
    {},
    { zones: [{ name: "internal", hostedZoneId, domain: "shop.internal", policy: "sync" }], ...changes },
  );

/** Four tasks at their target for `busySeconds`, and then a third of it for good: two tasks are enough. */
export const quietStack = (busySeconds: number, config: Config = publishedStackConfig()): SmallStack =>
  smallStack(worldSpec([...Array.from({ length: busySeconds }, () => steadyRequests), 33]), config);

/** Addresses in the zone, sorted. */
export const publishedIn = (stack: SmallStack): readonly string[] =>
  stack.cloud.route53
    .recordSets(hostedZoneId)
    .filter(({ Name, Type }) => Name === `${recordName}.` && Type === "A")
    .flatMap(({ ResourceRecords = [] }) => ResourceRecords.map(({ Value }) => Value!))
    .sort();

/** Addresses of the tasks that answer, sorted. */
export const answering = (stack: SmallStack): readonly string[] =>
  stack.world
    .tasks("checkout")
    .filter(({ lastStatus, desiredStatus }) => lastStatus === "RUNNING" && desiredStatus === "RUNNING")
    .map(({ taskId }) => taskAddresses(taskId).privateIpv4)
    .sort();

/**
 * Clients that keep an answer for its TTL, each renewed at another second, and send a request to each address of it
 * every second.
 */
export const cachingClients = (
  stack: SmallStack,
  count: number,
  published: (stack: SmallStack) => readonly string[] = publishedIn,
) => {
  const clients = Array.from({ length: count }, (_, index) => ({
    renewAtSecond: index % ttlSeconds,
    answer: [] as readonly string[],
  }));
  let requests = 0;
  let failed = 0;
  return {
    second: (second: number): void => {
      const up = new Set(answering(stack));
      const now = published(stack);
      for (const client of clients) {
        if (client.answer.length === 0 || second % ttlSeconds === client.renewAtSecond) client.answer = now;
        requests += client.answer.length;
        failed += client.answer.filter((address) => !up.has(address)).length;
      }
    },
    /** Forgets what was sent so far, for a beginning without records. */
    reset: (): void => {
      requests = 0;
      failed = 0;
    },
    sent: () => ({ requests, failed }),
  };
};

import * as z from "zod";
import { name, optional, required, whole } from "../../shared/config/schema-key.ts";
import { amount, percent, positive } from "./form-key.ts";
import { trafficForm } from "./form-traffic.ts";
import { scenarioDefaults } from "./scenario-defaults.ts";

const connections = whole(0, 262_143);

export const databaseForm = z.strictObject({
  maxConnections: required(whole(1, 262_143), "max_connections as the instance runs with it.", { examples: [200] }),
  reservedConnections: optional(connections, "Slots that services can't use; 8 as on RDS for PostgreSQL.", {
    default: scenarioDefaults.reservedConnections,
  }),
  otherConnections: optional(connections, "Held by others than the scenario's services all the time.", {
    default: scenarioDefaults.otherConnections,
  }),
  cores: optional(positive(256), "vCPU of the instance.", { default: scenarioDefaults.cores }),
  otherCores: optional(amount(0, 256), "Cores that others use.", { default: 0 }),
  uncontendedSessions: optional(
    whole(0, 262_143),
    "Active sessions above this slow each other down. Unlimited unless given.",
    {
      examples: [16],
    },
  ),
  slowdownPerSession: optional(
    amount(0, 10),
    "Each active session above uncontendedSessions adds this share to hold time and CPU of every request.",
    { default: 0, examples: [0.005] },
  ),
  cpuSecondsPerConnectionAttempt: optional(amount(0, 60), "CPU of an attempt to connect, granted or refused.", {
    default: 0,
  }),
});

export const proxyForm = z.strictObject({
  database: required(name, "The database behind it, under databases.", { examples: ["orders"] }),
  maxConnections: required(
    whole(1, 262_143),
    "Connections that it may open at the database: MaxConnectionsPercent of max_connections, in connections.",
    { examples: [100] },
  ),
  borrowTimeoutSeconds: optional(whole(1, 3_600), "ConnectionBorrowTimeout; a request that waits longer fails.", {
    default: 120,
  }),
  pinnedPercent: optional(
    percent,
    "What of the clients is pinned to a database connection for as long as it is connected, by its session state.",
    { default: 0 },
  ),
});

const producerForm = z.strictObject({
  service: required(name, "Who sends.", { examples: ["payment"] }),
  messagesPerRequest: optional(amount(0, 1_000), "Messages per request that it serves.", {
    default: scenarioDefaults.messagesPerRequest,
  }),
});

export const queueForm = z.strictObject({
  consumer: required(name, "The service that works on its messages, as many as it can carry.", {
    examples: ["notification"],
  }),
  producer: optional(producerForm, "The service whose requests send messages.", { examples: [{ service: "payment" }] }),
  traffic: optional(
    trafficForm,
    "Messages from outside, in place of a producer. `users` can't be, because messages aren't answered.",
    {
      examples: [{ requestsPerSecond: 20 }],
    },
  ),
});

export type DatabaseForm = z.infer<typeof databaseForm>;
export type ProxyForm = z.infer<typeof proxyForm>;
export type QueueForm = z.infer<typeof queueForm>;

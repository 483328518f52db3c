/** How Lambda polls the stack's queues: as serverless.yml says it. */
export const queueMappings = {
  events: { batchSize: 100, maximumConcurrency: 2, batchingWindowMs: 1_000 },
  "scaling.fifo": { batchSize: 1, maximumConcurrency: 10, batchingWindowMs: 0 },
  "records.fifo": { batchSize: 1, maximumConcurrency: 5, batchingWindowMs: 0 },
} as const;

export type WorkQueue = keyof typeof queueMappings;

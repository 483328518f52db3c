/** What one service has worked on. Fluid, so not whole numbers; those without "total" are of the last second. */
export class WorkCounts {
  /** First attempts; of a queue's consumer, messages that it worked on. */
  requests = 0;
  /** With retries. */
  attempts = 0;
  /** Of the attempts: neither shed nor dealt to a task that can't serve. */
  accepted = 0;
  /** Worked off, those that nobody waited for any more included. */
  served = 0;
  /** Shed. */
  refusals = 0;
  totalRequests = 0;
  totalAttempts = 0;
}

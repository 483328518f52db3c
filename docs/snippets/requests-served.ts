import type { IncomingMessage, ServerResponse } from "node:http";

const periodMs = 20_000;
let served = 0;

/** Middleware of Express or Connect; with plain node:http the first call of the listener. Behind the route of health checks. */
export const countRequest = (_request: IncomingMessage, _response: ServerResponse, next?: () => void): void => {
  served += 1;
  next?.();
};

/**
 * Prints the requests of each 20 s of the clock as one line in CloudWatch's embedded metric format, a 0 too: silence
 * would be unknown. Call it once at start. All tasks print for the same periods, so their sum is the service's.
 */
export const publishRequests = (namespace: string, service: string): void => {
  let startMs = Math.floor(Date.now() / periodMs) * periodMs;
  const wait = (): void => {
    setTimeout(publish, startMs + periodMs - Date.now()).unref();
  };
  const publish = (): void => {
    if (Date.now() >= startMs + periodMs) {
      const metric = { Name: "RequestsServed", Unit: "Count", StorageResolution: 1 };
      const directive = { Namespace: namespace, Dimensions: [["Service"]], Metrics: [metric] };
      const _aws = { Timestamp: startMs, CloudWatchMetrics: [directive] };
      process.stdout.write(`${JSON.stringify({ _aws, Service: service, RequestsServed: served })}\n`);
      served = 0;
      startMs = Math.floor(Date.now() / periodMs) * periodMs;
    }
    wait();
  };
  wait();
};

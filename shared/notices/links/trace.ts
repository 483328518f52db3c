import { consoleHost } from "./console-host.ts";

/**
 * The trace that an invocation belongs to.
 *
 * @param header as Lambda gives it: `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1`
 * @returns `null` where there is none, or it is not sampled, so that nothing of it will be found
 */
export const traceIdOf = (header: string | undefined): string | null => {
  if (header === undefined || !/(?:^|;)\s*Sampled=1(?:;|$)/.test(header)) return null;
  return /(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/.exec(header)?.[1] ?? null;
};

/** The console's page of a trace. @returns `null` where the region's console is not known */
export const traceUrl = (region: string, traceId: string): string | null => {
  const host = consoleHost(region);
  return host === null ? null : `https://${host}/cloudwatch/home?region=${region}#xray:traces/${traceId}`;
};

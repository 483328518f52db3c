import { AwsError } from "../cloud/aws-error.ts";
import type { CloudService } from "../cloud/cloud-service.ts";
import type { EmbeddedCloud } from "../cloud/embedded-cloud.ts";
import { currentInvocation } from "./invocation.ts";

export type Outage = {
  readonly service: CloudService;
  /** Epoch milliseconds; from the one on, before the other. */
  readonly fromMs: number;
  readonly untilMs: number;
};

/**
 * A whole service of AWS answers no function for some time; a look from outside still sees it.
 *
 * @returns how many calls it has refused so far
 */
export const playOutage = (
  cloud: EmbeddedCloud,
  { service, fromMs, untilMs }: Outage,
  nowMs: () => number,
): (() => number) => {
  const ask = cloud.handle.bind(cloud);
  let refused = 0;
  cloud.handle = async (asked, operation, input) => {
    const isDown = asked === service && nowMs() >= fromMs && nowMs() < untilMs;
    if (!isDown || currentInvocation() === null) return ask(asked, operation, input);
    refused += 1;
    throw new AwsError("ServiceUnavailableException", `${service} is not available`, 503);
  };
  return () => refused;
};

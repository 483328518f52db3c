import type { Mode } from "../../../shared/config/service-config.ts";

/** What differs between the ways in which Headgate plays. */
export type HeadgateSettings = {
  readonly mode: Mode;
  /** Period of the request rate that it reads: a load balancer's 60 s, or the application's own 20 s. */
  readonly ratePeriodSeconds: 60 | 20;
  /** Trend and season of the request rate. */
  readonly forecast: boolean;
};

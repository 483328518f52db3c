import type { FindingCode } from "../../plan/explain/codes.ts";
import { type Headline, type HeadlineFacts, stays } from "./headline.ts";

const proxyOf = ({ database }: HeadlineFacts): string => `the RDS proxy in front of ${database}`;

/** Of RDS proxies. */
export const proxyHeadlines = {
  "proxy-budget": (facts) => stays(facts, `${proxyOf(facts)} has no connections left`),
  "proxy-clients": (facts) => stays(facts, `${proxyOf(facts)} may hold no more clients`),
  "proxy-unknown": (facts) => stays(facts, `${proxyOf(facts)} can't be read`),
  "proxy-without-target": (facts) => stays(facts, `${proxyOf(facts)} has no available target`),
  "proxy-saturated": (facts) => `${proxyOf(facts)} makes its clients wait: more tasks would only wait too`,
  "proxy-bypassed": ({ database, number }) =>
    `${number("bypassPercent")} % of what ${database} may get comes past its RDS proxy`,
} satisfies Partial<Record<FindingCode, Headline>>;

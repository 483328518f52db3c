import type { FindingCode } from "../../plan/explain/codes.ts";
import { type Headline, stays } from "./headline.ts";

/** Of services that call each other. */
export const callHeadlines = {
  "waiting-for-callee": (facts) => stays(facts, "a service that it calls grows first"),
  "callee-not-ready": (facts) => stays(facts, "a service that it calls gets no healthy tasks"),
  "callee-capacity": (facts) => stays(facts, "a service that it calls can't carry more"),
  "callee-unknown": (facts) => stays(facts, "what a service that it calls carries can't be read"),
  "callee-unmeasured": ({ about }) =>
    `${about}: nothing tells what one task carries, so its callers are not held to it`,
  "caller-unmeasured": ({ about }) =>
    `${about}: its requests aren't counted, so what it calls does not grow ahead of it`,
  "call-share-unknown": ({ about }) => `${about}: how much it sends to a service that it calls is not known yet`,
} satisfies Partial<Record<FindingCode, Headline>>;

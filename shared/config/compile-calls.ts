import { compareText } from "./by-name.ts";
import type { ServiceForm } from "./schema-service.ts";
import type { CallConfig } from "./service-config.ts";

/** Sorted by callee, whatever their order was. */
export const compileCalls = (form: ServiceForm["calls"]): readonly CallConfig[] =>
  Object.entries(form ?? {})
    .map(([service, share]): CallConfig => ({ service, requestsPerRequest: share === "learn" ? null : share }))
    .sort((a, b) => compareText(a.service, b.service));

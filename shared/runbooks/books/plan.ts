import { type DomainNow, domainOf, planDomainNow, readDomainNow } from "../../aws/domain-now.ts";
import { isInForce } from "../../plan/intents/intent.ts";
import { domainReads } from "../domain-reads.ts";
import { named, optional, serviceName } from "../parameter.ts";
import { describeDomain } from "../plan/describe-domain.ts";
import { refuse } from "../refusal.ts";
import { defineRunbook } from "../runbook.ts";
import { report, type Step } from "../step.ts";

type Params = { readonly service?: string | undefined; readonly domain?: string | undefined };

export const plan = defineRunbook<Params, DomainNow, never, never>({
  name: "plan",
  purpose: "Shows what Headgate would do with a domain now, and why",
  about:
    "Reads the domain as `scale` does, plans it with what `scale` remembers, and writes nothing. It shows what would be written, every finding with its numbers and what would unlock more, the arithmetic of each budget, when it is looked at next, and what people have asked for.",
  effect: "reads",
  parameters: {
    service: optional(serviceName("A service of the domain. Exactly one of service and domain is given.")),
    domain: optional(named("domain", "The domain itself. `npx headgate validate` lists the domains.")),
  },
  example: { service: "order" },
  refusals: {},
  grants: domainReads,
  check: ({ service, domain }) =>
    (service === undefined) === (domain === undefined)
      ? refuse("bad-input", "params need exactly one of service and domain", "params")
      : null,
  read: ({ service, domain }, _state, tools) => readDomainNow(domain ?? domainOf(tools.config, service!).id, tools),

  plan: ({ reading, config, nowMs }): Step<never, never> => {
    const planned = planDomainNow(reading, config, nowMs);
    const { domain, actions, findings, budgets, nextRead, services } = planned;
    const counts = services.map(({ name, stance, counts: now, targetTasks, want }) => ({
      service: name,
      stance,
      desiredTasks: now?.desired ?? null,
      runningTasks: now?.running ?? null,
      askTasks: want.kind === "wants" ? want.askTasks : null,
      targetTasks,
    }));
    const intents = reading.intents.filter((intent) => isInForce(intent, nowMs));
    const data = { domain, atMs: nowMs, actions, findings, budgets, nextRead, services: counts };
    return {
      kind: "done",
      report: report(describeDomain(planned, reading), { ...data, intents, pause: reading.pause }),
    };
  },

  apply: async () => "",
});

import type { DomainNow } from "../../aws/domain-now.ts";
import { readDomainOf } from "../databases/read-domain-of.ts";
import { domainReads } from "../domain-reads.ts";
import { databaseName } from "../parameter.ts";
import { adviseProxy } from "../proxy/advise-proxy.ts";
import { describeAdvice } from "../proxy/describe-advice.ts";
import { refuseWith } from "../refusal.ts";
import { defineRunbook } from "../runbook.ts";
import { report } from "../step.ts";

type Params = { readonly database: string };

const refusals = {
  "not-used": {
    means: "No service of headgate.yml has a pool on the database, so a proxy would change nothing for them.",
    remedy: "Name the database under the pools of the services that use it.",
  },
} as const;

export const proxyAdvice = defineRunbook<Params, DomainNow | null, never, never>({
  name: "proxy-advice",
  purpose: "Tells what an RDS Proxy would change for a database: tasks, borrowing, pinning, and when not",
  about:
    "Reads what `scale` reads and says, for each service on the database, how many tasks fit now and how many would with all of them behind a proxy. What a task would borrow is taken from the sessions that are at work, which Performance Insights tells; without it nothing is promised. Of a proxy that is there already it shows what is borrowed and pinned. It changes nothing.",
  effect: "reads",
  parameters: { database: databaseName("The database, by its name in headgate.yml.") },
  example: { database: "shop-db" },
  refusals,
  grants: domainReads,
  read: ({ database }, _state, tools) => readDomainOf(database, tools),
  plan: ({ params, reading, config, nowMs }) => {
    if (reading === null)
      return {
        kind: "refused",
        refusal: refuseWith(refusals, "not-used", `no service uses ${params.database}`, {}, "params.database"),
      };
    const database = config.databases.find(({ name }) => name === params.database)!;
    const advice = adviseProxy(reading, database, config, nowMs);
    return { kind: "done", report: report(describeAdvice(advice), { ...advice }) };
  },
  apply: async () => "",
});

import { type DomainNow, readDomainNow } from "../../aws/domain-now.ts";
import { inParallel } from "../../aws/in-parallel.ts";
import { withIntents } from "../../plan/intents/with-intents.ts";
import { domainReads } from "../domain-reads.ts";
import { databaseHeadrooms } from "../headroom/database-headroom.ts";
import { renderHeadroom } from "../headroom/render-headroom.ts";
import { databaseName, optional } from "../parameter.ts";
import { defineRunbook } from "../runbook.ts";
import { report, type Step } from "../step.ts";

type Params = { readonly database?: string | undefined };

export const headroom = defineRunbook<Params, readonly DomainNow[], never, never>({
  name: "headroom",
  purpose: "Shows the connections of each database: the limit, who holds what, and what is left",
  about:
    "For every database, or for one: the limit and how sure it is, every term that comes off it, what each service holds, how many more tasks of each would fit alone, whether a deployment would fit now, the proxies, and what would unlock most. What isn't known is shown as unknown with the reason, never as 0.",
  effect: "reads",
  parameters: { database: optional(databaseName("The one database, by its name in headgate.yml. All unless given.")) },
  example: { database: "shop-db" },
  refusals: {},
  grants: domainReads,
  read: ({ database }, _state, tools) => {
    const domains = tools.config.domains.filter(({ databases }) =>
      database === undefined ? databases.length > 0 : databases.includes(database),
    );
    return inParallel(domains, ({ id }) => readDomainNow(id, tools));
  },

  plan: ({ params, reading, config, nowMs }): Step<never, never> => {
    const databases = reading
      .flatMap(({ snapshot, memory, intents }) =>
        databaseHeadrooms(withIntents(snapshot, intents, nowMs), memory, config, nowMs),
      )
      .filter(({ database }) => params.database === undefined || database === params.database)
      .sort((a, b) => (a.database < b.database ? -1 : 1));
    return { kind: "done", report: report(renderHeadroom(databases), { atMs: nowMs, databases }) };
  },

  apply: async () => "",
});

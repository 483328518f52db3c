import { readDomains } from "../../aws/decision-table.ts";
import { listHistory } from "../../aws/list-history.ts";
import { makeReadRuns } from "../../aws/read-runs.ts";
import { type ListedEntry, renderListed } from "../../history/render-history.ts";
import { duration, named, optional, secondsOf, serviceName, whole } from "../parameter.ts";
import { defineRunbook } from "../runbook.ts";

type Params = {
  readonly service?: string | undefined;
  readonly domain?: string | undefined;
  readonly since?: string | undefined;
  readonly limit?: number | undefined;
};

const defaultSince = "24h";
const defaultLimit = 20;

export const history = defineRunbook<Params, readonly ListedEntry[], never, never>({
  name: "history",
  purpose: "Lists what Headgate has decided and what was run, the newest first",
  about:
    "Each decision with its causes, what was written, what became of it and what it says; each run with who asked and who approved. `explain` has the arithmetic of one. `npx headgate history --export FILE` writes all of it as JSON lines.",
  effect: "reads",
  parameters: {
    service: optional(serviceName("Only what names this service.")),
    domain: optional(named("domain", "Only decisions of this domain.")),
    since: optional(duration(`How far back, such as 90m or 7d. ${defaultSince} unless given.`)),
    limit: optional(whole(1, 500, `Entries that are listed at most. ${defaultLimit} unless given.`)),
  },
  example: { service: "order", since: "7d" },
  refusals: {},
  grants: [],
  read: async ({ service, domain, since, limit = defaultLimit }, _state, { clients: { dynamoDb }, stack, nowMs }) => {
    const table = stack.tableName;
    const source = { dynamoDb, table, readRuns: makeReadRuns(dynamoDb, table), nowMs: nowMs() };
    const domains = domain === undefined ? await readDomains(dynamoDb, table) : [domain];
    const filter = {
      ...(service === undefined ? {} : { service }),
      ...(domain === undefined ? {} : { domain }),
      sinceMs: source.nowMs - secondsOf(since ?? defaultSince) * 1000,
      limit,
    };
    const entries: ListedEntry[] = [];
    for await (const entry of listHistory(source, domains, filter)) if (entries.push(entry) > limit) break;
    return entries;
  },
  plan: ({ params: { since = defaultSince, limit = defaultLimit }, reading }) => {
    const shown = reading.slice(0, limit);
    const isMore = reading.length > limit;
    const text =
      shown.length === 0
        ? `Nothing was decided or run in the last ${since}.`
        : [...shown.map(renderListed), ...(isMore ? ["There is more: raise limit, or look less far back."] : [])].join(
            "\n",
          );
    return { kind: "done", report: { text, data: { isMore, entries: shown } } };
  },
  apply: async () => "",
});

import type { GraphPlan } from "../../shared/plan/graph/decide-calls.ts";
import type { ScaleDeps } from "./scale-deps.ts";

/**
 * Posts what the domain's services carry and ask for, and then wakes the domains for which that is news.
 *
 * After the record, so that of two invocations only the one whose plan counts speaks; before the writes, so that callees
 * in other domains grow at the same time.
 *
 * @returns what has failed, for later: the plan's own writes don't depend on it
 * @throws never
 */
export const tellDomains = async (
  told: GraphPlan | undefined,
  correlationId: string,
  { graph, wakeLater }: Pick<ScaleDeps, "graph" | "wakeLater">,
): Promise<{ readonly error: unknown } | null> => {
  if (told === undefined) return null;
  try {
    await graph.post(told.posts);
    for (const { domain, cause } of told.wakes) {
      const about = { domain, causes: [cause], correlationId, attempt: 0, loopToken: null };
      await wakeLater({ kind: "wake-up", version: 1, ...about }, 0);
    }
    return null;
  } catch (error) {
    return { error };
  }
};

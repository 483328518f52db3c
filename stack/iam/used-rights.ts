import { authorize } from "./authorize.ts";
import { rightKey, sidOf } from "./granted-rights.ts";
import type { RecordedCalls, RecordedStack } from "./recorded-calls.ts";
import { resourceShape } from "./resource-shape.ts";
import { roleStatements } from "./role-statements.ts";

export type UsedRights = {
  /** "<function> <Sid> <action> <shape of the resource>", sorted. */
  readonly used: ReadonlySet<string>;
  /** What a function asked for and its role would have refused, with a test that does. */
  readonly refused: readonly string[];
  readonly requests: number;
};

/** Asks, for every recorded request, the role that the request's own configuration makes. */
export const usedRights = (recordings: readonly RecordedCalls[]): UsedRights => {
  const used = new Set<string>();
  const refused = new Map<string, string>();
  let requests = 0;
  for (const { test, stacks, unknown } of recordings) {
    for (const call of unknown) refused.set(call, `no rule says what IAM is asked by ${call} (${test})`);
    for (const stack of stacks) {
      requests += stack.requests.length;
      judge(stack, test, used, refused);
    }
  }
  return { used, refused: [...refused.values()].sort(), requests };
};

const judge = (
  { config, names, requests }: RecordedStack,
  test: string,
  used: Set<string>,
  refused: Map<string, string>,
): void => {
  for (const [caller, asked] of Map.groupBy(requests, (request) => request.caller)) {
    const statements = roleStatements(caller, config, names.prefix);
    for (const request of asked) {
      const answer = authorize(statements, request, names);
      if (answer.kind === "denied") {
        const what = `${caller} ${request.action}: ${answer.because}`;
        // One line per action, with the first that was met: a scan of a thousand services asks a thousand times.
        if (!refused.has(what)) refused.set(what, `${what}; such as ${request.resource} (${test})`);
      } else {
        for (const { sid, resource } of answer.by)
          used.add(rightKey(caller, { sid: sidOf(sid), action: request.action, on: resourceShape(resource) }));
      }
    }
  }
};

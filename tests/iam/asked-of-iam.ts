import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type FunctionCall, functionCalls } from "../../simulator/cloud/function-calls.ts";
import type { FunctionName } from "../../stack/functions.ts";
import { authorize } from "../../stack/iam/authorize.ts";
import { requestsOfCall } from "../../stack/iam/requests-of-call.ts";
import { roleStatements } from "../../stack/iam/role-statements.ts";

export type AskedOfIam = {
  /** Sorted, once each. */
  readonly actions: readonly string[];
  /** What the function's role would have refused, with what stood in the way. */
  readonly refused: readonly string[];
};

/** What a function asks of IAM while something is played, and what its role answers. */
export const askedOfIam = async (caller: FunctionName, play: () => Promise<unknown>): Promise<AskedOfIam> => {
  const actions = new Set<string>();
  const refused = new Set<string>();
  const listen = (message: unknown): void => {
    const call = message as FunctionCall;
    if (call.caller !== caller) return;
    const { config, names } = call;
    const statements = roleStatements(caller, config, names.prefix);
    for (const request of requestsOfCall(call) ?? []) {
      actions.add(request.action);
      const answer = authorize(statements, request, names);
      if (answer.kind === "denied") refused.add(`${request.action} ${request.resource}: ${answer.because}`);
    }
  };
  subscribe(functionCalls.name, listen);
  try {
    await play();
  } finally {
    unsubscribe(functionCalls.name, listen);
  }
  return { actions: [...actions].sort(), refused: [...refused].sort() };
};

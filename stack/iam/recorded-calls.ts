import { createHash } from "node:crypto";
import type { Config } from "../../shared/config/config.ts";
import type { FunctionCall } from "../../simulator/cloud/function-calls.ts";
import type { StackNames } from "../../simulator/cloud/stack-names.ts";
import type { FunctionName } from "../functions.ts";
import type { IamRequest } from "./iam-request.ts";
import { requestsOfCall } from "./requests-of-call.ts";

/** What functions asked of IAM while a test file ran: each request once per configuration. */
export type RecordedCalls = {
  /** The file, from the repository's root. */
  readonly test: string;
  readonly stacks: readonly RecordedStack[];
  /** "<service> <operation>" for which no rule says what IAM is asked. */
  readonly unknown: readonly string[];
};

/** A configuration, and all that was asked by functions that were made from it. */
export type RecordedStack = {
  readonly config: Config;
  readonly names: StackNames;
  readonly requests: readonly (IamRequest & { readonly caller: FunctionName })[];
};

/** Keeps a set of what it is told; a simulated month is a few hundred entries. */
export class CallRecorder {
  readonly #stacks = new Map<
    string,
    { config: Config; names: StackNames; requests: Map<string, RecordedStack["requests"][number]> }
  >();
  readonly #keys = new WeakMap<object, string>();
  readonly #unknown = new Set<string>();

  record(call: FunctionCall): void {
    const requests = requestsOfCall(call);
    if (requests === null) {
      this.#unknown.add(`${call.service} ${call.operation}`);
      return;
    }
    const stack = this.#stackOf(call);
    for (const request of requests) {
      const key = `${call.caller} ${request.action} ${request.resource} ${JSON.stringify(request.context)}`;
      if (!stack.requests.has(key)) stack.requests.set(key, { caller: call.caller, ...request });
    }
  }

  recorded(test: string): RecordedCalls {
    const stacks = [...this.#stacks.values()].map(({ config, names, requests }) => ({
      config,
      names,
      requests: [...requests.values()],
    }));
    return { test, stacks, unknown: [...this.#unknown].sort() };
  }

  #stackOf({ config, names }: FunctionCall) {
    const key = `${this.#keyOf(config)} ${JSON.stringify(names)}`;
    const known = this.#stacks.get(key);
    if (known !== undefined) return known;
    const stack = { config, names, requests: new Map() };
    this.#stacks.set(key, stack);
    return stack;
  }

  /** Configurations are compared by what is in them: tests build the same one again and again. */
  #keyOf(config: Config): string {
    const known = this.#keys.get(config);
    if (known !== undefined) return known;
    const key = createHash("sha256").update(JSON.stringify(config)).digest("hex");
    this.#keys.set(config, key);
    return key;
  }
}

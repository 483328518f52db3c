import * as z from "zod/mini";
import type { Config } from "../config/config.ts";
import { nearestName } from "../config/nearest-name.ts";
import { parseJson } from "../events/json.ts";
import { readParams } from "./read-params.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { AnyRunbook } from "./runbook.ts";
import { shown } from "./shown.ts";

/** What somebody asks of the function `runbook`. */
export type RunRequest = StartRequest | CommandRequest;

export type StartRequest = {
  readonly kind: "start";
  readonly runbook: AnyRunbook;
  readonly params: Readonly<Record<string, unknown>>;
  /** False: a dry run. */
  readonly confirm: boolean;
  readonly requestId: string;
  readonly proof: string | null;
  /** Of Systems Manager, whose document has asked for the approval. */
  readonly automationExecutionId: string | null;
};

export type CommandRequest = {
  readonly kind: "command";
  readonly command: "status" | "abort" | "approve";
  readonly run: string;
  readonly proof: string | null;
};

export type ReadRequest =
  | { readonly kind: "request"; readonly request: RunRequest }
  | { readonly kind: "refused"; readonly refusal: Refusal };

const requestId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{7,127}$/, "8 to 128 letters, digits and . _ : -"));
const proof = z.optional(z.string().check(z.maxLength(8_192, "at most 8,192 characters")));

const startForm = z.strictObject({
  runbook: z.string(),
  params: z.optional(z.unknown()),
  // Systems Manager hands values on as text.
  confirm: z.optional(z.union([z.boolean(), z.enum(["true", "false"])], "true or false")),
  requestId: z.optional(requestId),
  proof,
  automationExecutionId: z.optional(z.uuid("an execution id of Systems Manager")),
});

const commandForm = z.strictObject({ run: requestId, command: z.enum(["status", "abort", "approve"]), proof });

/**
 * Reads what the function was invoked with.
 *
 * @param newId of a request that brings none
 * @throws never
 */
export const readRequest = (
  input: unknown,
  registry: readonly AnyRunbook[],
  config: Config,
  newId: string,
): ReadRequest => {
  const refused = (refusal: Refusal): ReadRequest => ({ kind: "refused", refusal });
  if (input === null || typeof input !== "object" || Array.isArray(input))
    return refused(refuse("bad-input", 'the request is no object; write {"runbook":"plan","params":{}}'));
  if ("run" in input || "command" in input) {
    const read = z.safeParse(commandForm, input);
    if (!read.success) return refused(issueRefusal(read.error.issues[0]!));
    const { run, command } = read.data;
    return { kind: "request", request: { kind: "command", command, run, proof: read.data.proof ?? null } };
  }
  const read = z.safeParse(startForm, input);
  if (!read.success) return refused(issueRefusal(read.error.issues[0]!));
  const { data } = read;
  const runbook = registry.find(({ name }) => name === data.runbook);
  if (runbook === undefined) return refused(unknownRunbook(data.runbook, registry));
  const given =
    typeof data.params === "string" ? parseJson(data.params) : ({ kind: "json", value: data.params } as const);
  if (given.kind === "failed")
    return refused(refuse("bad-input", "params is text that is no JSON; write an object", "params"));
  const params = readParams(runbook, given.value, config);
  if (params.kind === "refused") return params;
  return {
    kind: "request",
    request: {
      kind: "start",
      runbook,
      params: params.params,
      confirm: data.confirm === true || data.confirm === "true",
      requestId: data.requestId ?? newId,
      proof: data.proof ?? null,
      automationExecutionId: data.automationExecutionId ?? null,
    },
  };
};

const issueRefusal = (issue: z.core.$ZodIssue): Refusal => {
  if (issue.code === "unrecognized_keys") {
    const key = shown(issue.keys[0] ?? "");
    return refuse("bad-input", `the request has no field ${key}; parameters go under params`, key);
  }
  const field = issue.path.map(String).join(".");
  const missing = issue.code === "invalid_type" && issue.input === undefined;
  return refuse("bad-input", `${field} ${missing ? "is missing" : `is refused: ${issue.message}`}`, field);
};

const unknownRunbook = (name: string, registry: readonly AnyRunbook[]): Refusal => {
  const names = registry.map((runbook) => runbook.name);
  const nearest = nearestName(name, names);
  const hint = nearest === null ? `there are ${names.join(", ")}` : `did you mean ${nearest}?`;
  return refuse("unknown-runbook", `there is no runbook ${shown(name)}; ${hint}`, "runbook");
};

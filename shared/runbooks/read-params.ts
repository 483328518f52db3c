import * as z from "zod/mini";
import type { Config } from "../config/config.ts";
import { nearestName } from "../config/nearest-name.ts";
import { destinationsOf } from "../records/destination.ts";
import type { NameOf, Parameter } from "./parameter.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { AnyRunbook } from "./runbook.ts";
import { shown } from "./shown.ts";

export type ReadParams =
  | { readonly kind: "params"; readonly params: Readonly<Record<string, unknown>> }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/**
 * Checks a runbook's parameters: their form, that names are names of headgate.yml, and what they mean together. Nothing
 * is called before this.
 *
 * @throws never
 */
export const readParams = (runbook: AnyRunbook, given: unknown, config: Config): ReadParams => {
  const parameters = runbook.parameters as Readonly<Record<string, Parameter<unknown>>>;
  const form = z.strictObject(
    Object.fromEntries(Object.entries(parameters).map(([name, { schema }]) => [name, schema])),
  );
  const read = z.safeParse(form, given ?? {});
  if (!read.success) return { kind: "refused", refusal: formRefusal(runbook, read.error.issues[0]!) };
  const params = read.data as Readonly<Record<string, unknown>>;
  for (const [name, { names }] of Object.entries(parameters)) {
    const value = params[name];
    if (names === undefined || typeof value !== "string") continue;
    const known = knownNames(names, config);
    if (!known.includes(value)) return { kind: "refused", refusal: unknownName(name, names, value, known) };
  }
  const refusal = runbook.check?.(params, config) ?? null;
  return refusal === null ? { kind: "params", params } : { kind: "refused", refusal };
};

const formRefusal = (runbook: AnyRunbook, issue: z.core.$ZodIssue): Refusal => {
  const names = Object.keys(runbook.parameters);
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const nearest = nearestName(key, names);
    const hint = nearest === null ? `it takes ${names.join(", ") || "none"}` : `did you mean ${nearest}?`;
    return refuse("bad-input", `${runbook.name} has no parameter ${shown(key)}; ${hint}`, `params.${shown(key)}`);
  }
  const field = ["params", ...issue.path.map(String)].join(".");
  const missing = issue.code === "invalid_type" && issue.input === undefined;
  const what = missing && issue.path.length > 0 ? "is missing" : `is refused: ${issue.message}`;
  return refuse("bad-input", `${field} ${what}`, field);
};

const unknownName = (parameter: string, names: NameOf, value: string, known: readonly string[]): Refusal => {
  const nearest = nearestName(value, known);
  const hint = nearest === null ? `known are ${known.slice(0, 20).join(", ") || "none"}` : `did you mean ${nearest}?`;
  return refuse(
    "unknown-name",
    `params.${parameter}: headgate.yml has no ${names} ${shown(value)}; ${hint}`,
    `params.${parameter}`,
  );
};

export const knownNames = (names: NameOf, config: Config): readonly string[] => {
  switch (names) {
    case "service":
      return config.services.map(({ name }) => name);
    case "database":
      return config.databases.map(({ name }) => name);
    case "domain":
      return config.domains.map(({ id }) => id);
    case "destination":
      return destinationsOf(config).map(({ id }) => id);
    case "nginx-fleet":
      return config.nginxFleets.map(({ name }) => name);
  }
};

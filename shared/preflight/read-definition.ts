import type { PreflightProblem } from "./problem.ts";

/** What preflight needs of an ECS task definition: what its containers are told. */
export type TaskDefinition = {
  readonly family: string | null;
  /** Plain environment variables, by name; a name that two containers set differently is in `ambiguous` instead. */
  readonly variables: ReadonlyMap<string, string>;
  readonly ambiguous: ReadonlySet<string>;
  /** Set from a secret or a parameter: their values are not in the file. */
  readonly secrets: ReadonlySet<string>;
  /** Some variables come from files in S3, which preflight doesn't see. */
  readonly hasEnvironmentFiles: boolean;
};

export type DefinitionReading =
  | { readonly kind: "read"; readonly definition: TaskDefinition }
  | { readonly kind: "refused"; readonly problem: PreflightProblem };

/**
 * Reads a task definition as `register-task-definition` takes it or `describe-task-definition` prints it.
 *
 * @param text JSON
 * @throws never
 * @see AWS ECS API reference, RegisterTaskDefinition
 */
export const readDefinition = (text: string): DefinitionReading => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return refused("the file", `is not JSON: ${(error as Error).message}`, "give the task definition as JSON");
  }
  const outer = recordOf(document);
  const root = recordOf(outer?.["taskDefinition"]) ?? outer;
  const containers = root?.["containerDefinitions"];
  if (root === null || !Array.isArray(containers) || containers.length === 0) {
    return refused(
      "containerDefinitions",
      "is missing or empty",
      "give what register-task-definition takes, or what describe-task-definition prints",
    );
  }
  const variables = new Map<string, string>();
  const ambiguous = new Set<string>();
  const secrets = new Set<string>();
  let hasEnvironmentFiles = false;
  for (const [index, entry] of containers.entries()) {
    const place = `containerDefinitions[${index}]`;
    const container = recordOf(entry);
    if (container === null) return refused(place, "is not an object", "remove it, or write the container");
    for (const [at, pair] of listOf(container["environment"]).entries()) {
      const { name, value } = recordOf(pair) ?? {};
      if (typeof name !== "string" || typeof value !== "string") {
        return refused(
          `${place}.environment[${at}]`,
          "is not { name, value } with two texts",
          "write the value in quotes",
        );
      }
      if (variables.has(name) && variables.get(name) !== value) ambiguous.add(name);
      variables.set(name, value);
    }
    for (const secret of listOf(container["secrets"])) {
      const name = recordOf(secret)?.["name"];
      if (typeof name === "string") secrets.add(name);
    }
    hasEnvironmentFiles ||= listOf(container["environmentFiles"]).length > 0;
  }
  for (const name of ambiguous) variables.delete(name);
  const family = typeof root["family"] === "string" ? root["family"] : null;
  return { kind: "read", definition: { family, variables, ambiguous, secrets, hasEnvironmentFiles } };
};

const refused = (place: string, message: string, fix: string): DefinitionReading => ({
  kind: "refused",
  problem: { place, message, fix },
});

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

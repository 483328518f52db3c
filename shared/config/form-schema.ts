import * as z from "zod";
import type { KeyPath } from "./problems.ts";
import { configForm } from "./schema.ts";

/** The part of JSON Schema (draft 2020-12) that the form's schema is made of. */
export type SchemaNode = {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | false;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly multipleOf?: number;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
};

/** The published schema of headgate.yml. */
export const FORM_SCHEMA: SchemaNode = {
  ...(z.toJSONSchema(configForm, { target: "draft-2020-12", io: "input" }) as SchemaNode),
  $id: "urn:headgate:configuration:1",
  title: "Headgate configuration",
  description: "headgate.yml: which ECS services there are, what asks for their tasks, and which databases bound them.",
};

/** The node itself, or its alternatives. */
export const branches = (node: SchemaNode): readonly SchemaNode[] => node.anyOf ?? [node];

const child = (node: SchemaNode, segment: string | number): readonly SchemaNode[] => {
  if (typeof segment === "number") return node.items ? [node.items] : [];
  const own = node.properties && Object.hasOwn(node.properties, segment) ? node.properties[segment] : undefined;
  const found = own ?? node.additionalProperties;
  return found ? [found] : [];
};

/** What may stand at a path: several nodes where there are alternatives, none where nothing may. */
export const nodesAt = (path: KeyPath, form: SchemaNode = FORM_SCHEMA): readonly SchemaNode[] =>
  path.reduce<readonly SchemaNode[]>(
    (nodes, segment) => nodes.flatMap(branches).flatMap((node) => child(node, segment)),
    [form],
  );

/** The keys that may stand in the map at a path; empty where names are free. */
export const legalKeysAt = (path: KeyPath, form: SchemaNode = FORM_SCHEMA): readonly string[] => [
  ...new Set(
    nodesAt(path, form)
      .flatMap(branches)
      .flatMap((node) => Object.keys(node.properties ?? {})),
  ),
];

/** What a value must be, in words: "a whole number from 1 to 5000". */
export const describeNode = (node: SchemaNode): string => {
  if (node.anyOf) return listed(node.anyOf.map(describeNode));
  if (node.const !== undefined) return String(node.const);
  if (node.enum) return listed(node.enum.map(String));
  switch (node.type) {
    case "integer":
      return `a whole number from ${node.minimum} to ${node.maximum}${node.multipleOf ? ` in steps of ${node.multipleOf}` : ""}`;
    case "number":
      return node.exclusiveMinimum === undefined
        ? `a number from ${node.minimum} to ${node.maximum}`
        : `a number above ${node.exclusiveMinimum}, at most ${node.maximum}`;
    case "boolean":
      return "true or false";
    case "array":
      return node.minItems === undefined ? "a list" : `a list of at least ${node.minItems}`;
    case "object":
      return "a map of keys";
    default:
      return node.maxLength === undefined ? "text" : `text of ${node.minLength ?? 1} to ${node.maxLength} characters`;
  }
};

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

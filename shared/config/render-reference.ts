import { branches, describeNode, FORM_SCHEMA, type SchemaNode } from "./form-schema.ts";

/** Names that the user chooses, in paths: `services.<service>.pools.<database>`. */
const NAMES_IN: Readonly<Record<string, string>> = {
  alarms: "<alarm>",
  backlogs: "<backlog>",
  calls: "<callee>",
  cloudMap: "<service id>",
  connectors: "<connector>",
  databases: "<database>",
  dimensions: "<dimension>",
  metrics: "<metric>",
  nginx: "<fleet>",
  pools: "<database>",
  priorities: "<service>",
  proxies: "<proxy>",
  queues: "<queue>",
  records: "<name>",
  schedules: "<schedule>",
  services: "<service>",
  zones: "<zone>",
};

type Key = { readonly path: string; readonly key: string; readonly node: SchemaNode; readonly required: boolean };

/** Every key of the form in the order of the schema. The defaults block repeats a service's keys and is not opened. */
export const listKeys = (form: SchemaNode = FORM_SCHEMA): readonly Key[] => keysOf(form, "");

const keysOf = (node: SchemaNode, prefix: string): readonly Key[] =>
  Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    const own = { path, key, node: child, required: node.required?.includes(key) ?? false };
    return [own, ...(path === "defaults" ? [] : insideOf(child, path, key))];
  });

const insideOf = (node: SchemaNode, path: string, key: string): readonly Key[] =>
  branches(node).flatMap((branch) => {
    if (branch.properties) return keysOf(branch, path);
    // One of them or a list of them: the keys are the same, and told once.
    const isAlsoAlone = branches(node).some(({ properties }) => properties !== undefined);
    if (branch.items) return isAlsoAlone ? [] : insideOf(branch.items, `${path}[]`, key);
    return branch.additionalProperties
      ? insideOf(branch.additionalProperties, `${path}.${NAMES_IN[key] ?? "<name>"}`, key)
      : [];
  });

/** One paragraph per key: path, type and bounds, default, meaning, example. */
export const renderReference = (form: SchemaNode = FORM_SCHEMA): string => listKeys(form).map(renderKey).join("\n\n");

const renderKey = ({ path, key, node, required }: Key): string => {
  const standard = node.default === undefined ? [] : [`default \`${written(node.default)}\``];
  const facts = [describeType(node), ...(required ? ["required"] : standard)];
  const example = node.examples?.[0];
  const lines = [`### \`${path}\``, "", `*${facts.join("; ")}.* ${node.description ?? ""}`];
  if (example !== undefined) lines.push("", `Example: \`${key}: ${written(example)}\``);
  return lines.join("\n");
};

const describeType = (node: SchemaNode): string => {
  if (!node.additionalProperties) return describeNode(node);
  const { additionalProperties: value } = node;
  const inside = branches(value).some(({ type }) => type !== "object") ? `, each ${describeNode(value)}` : "";
  return `a map by name${inside}`;
};

/** As YAML on one line. */
const written = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${key}: ${written(inner)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
};

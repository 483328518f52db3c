import { branches, describeNode, FORM_SCHEMA, nodesAt, type SchemaNode } from "./form-schema.ts";
import { nearestName } from "./nearest-name.ts";
import { type Finding, type KeyPath, type PathSegment, shown } from "./problems.ts";

/** A value in front of what the schema allows at its place. */
type Place = {
  readonly path: KeyPath;
  readonly key: string;
  readonly value: unknown;
  /** All that may stand here. */
  readonly alternatives: readonly SchemaNode[];
  /** In words; where there are several types, of the type that was written, because that is the one that was meant. */
  readonly needs: string;
  readonly standard: unknown;
  readonly example: unknown;
};

/** Says what is wrong with one value: missing, of another type, not one of the words, or out of bounds. */
export const describeWrongValue = (path: KeyPath, root: unknown, form: SchemaNode = FORM_SCHEMA): Finding => {
  const value = valueAt(root, path);
  const nodes = nodesAt(path, form);
  const alternatives = nodes.flatMap(branches);
  const ofItsType = alternatives.filter((node) => typeOf(node) === typeOf({ const: value }));
  const place: Place = {
    path,
    key: shown(keyOf(path)),
    value,
    alternatives,
    needs: describeNode({ anyOf: ofItsType.length > 0 ? ofItsType : alternatives }),
    standard: nodes.find((node) => isPlain(node.default))?.default,
    example: nodes.find((node) => isPlain(node.examples?.[0]))?.examples?.[0],
  };
  if (value === undefined) return missing(place);
  if (path.length === 1 && path[0] === "version") return wrongVersion(place);
  if (isPoolSize(path) && typeof value === "number" && value <= 0) return poolZero(place, value);
  if (ofItsType.length === 0) return wrongType(place);
  const words = alternatives.flatMap((node) => (node.enum ?? []).map(String));
  if (words.length > 0) return notOneOf(place, words);
  return {
    code: "out-of-bounds",
    path,
    message: `${place.key} is ${describeValue(value)}; it must be ${place.needs}`,
    fix: proposal(place),
  };
};

/** An item of a list is named with its list: `controllers[0]`. */
const keyOf = (path: KeyPath): string => {
  const last = path.at(-1) ?? "the file";
  return typeof last === "number" && path.length > 1 ? `${path.at(-2)}[${last}]` : String(last);
};

/** The value at a path of the raw data; `undefined` where there is none. */
export const valueAt = (root: unknown, path: KeyPath): unknown =>
  path.reduce<unknown>(
    (value, segment) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, segment)
        ? (value as Readonly<Record<PathSegment, unknown>>)[segment]
        : undefined,
    root,
  );

const missing = ({ path, key, example }: Place): Finding => {
  const written = example === undefined ? `${key}:` : `${key}: ${shown(example)}`;
  return { code: "missing-key", path, message: `${key} is missing`, fix: `add ${key}, for example \`${written}\`` };
};

const wrongVersion = ({ path, value }: Place): Finding => ({
  code: "wrong-version",
  path,
  message: `version is ${shown(value)}; this release reads version 1`,
  fix: "write version: 1",
});

const isPoolSize = (path: KeyPath): boolean =>
  path.at(-2) === "pools" || (path.at(-1) === "size" && (path.at(-3) === "pools" || path.at(-4) === "pools"));

const poolZero = ({ path }: Place, connections: number): Finding => ({
  code: "pool-zero",
  path,
  message: `a pool of ${connections} connections can't serve a request`,
  fix: "write the pool's real size, at least 1, or remove the pool when the service doesn't use this database",
});

const wrongType = ({ path, key, value, alternatives, needs }: Place): Finding => {
  const takes = new Set(alternatives.map(typeOf));
  const message = `${key} is ${describeValue(value)}; it must be ${needs}`;
  const finding = (fix: string): Finding => ({ code: "wrong-type", path, message, fix });
  if (value === null && takes.has("object")) return finding(`write ${key}: {} for a map without keys, or fill it`);
  if (value === null) return finding("give it a value, or leave the key out");
  if (takes.has("number") && isNumeric(value)) return finding(`write ${Number(value)} without quotes`);
  if (takes.has("string") && typeof value !== "object") return finding(`put it in quotes: "${shown(value)}"`);
  return finding(`write ${needs}`);
};

const notOneOf = (place: Place, words: readonly string[]): Finding => {
  const near = typeof place.value === "string" ? nearestName(place.value, words) : null;
  return {
    code: "not-one-of",
    path: place.path,
    message: `${place.key} is ${shown(place.value)}; it must be ${place.needs}`,
    fix: near ? `did you mean ${near}?` : proposal(place),
  };
};

const proposal = ({ standard, example, needs }: Place): string => {
  if (standard !== undefined) return `write ${shown(standard)} (the default) or ${needs}`;
  return example === undefined ? `write ${needs}` : `write ${needs}, for example ${shown(example)}`;
};

const isPlain = (value: unknown): boolean => value !== undefined && (typeof value !== "object" || value === null);

const isNumeric = (value: unknown): boolean =>
  typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));

const typeOf = (node: SchemaNode): string => {
  if (node.type) return node.type === "integer" ? "number" : node.type;
  const value = node.const ?? node.enum?.[0];
  if (Array.isArray(value)) return "array";
  return value === null || value === undefined ? "nothing" : typeof value;
};

const describeValue = (value: unknown): string => {
  if (value === null) return "empty";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? `the text ${shown(JSON.stringify(value))}` : shown(value);
};

import { type Document, isAlias, isCollection, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from "yaml";
import type { ProblemCode } from "./problem-codes.ts";
import { type KeyPath, shown } from "./problems.ts";

/** Where a key and its value begin in the text. */
export type Offsets = { readonly key: number; readonly value: number; readonly scalar: boolean };

export type RawProblem<Code extends string = ProblemCode> = {
  readonly code: Code;
  readonly path: KeyPath;
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
};

export type Walked = {
  /** Maps as plain objects, lists as arrays; `null` when the walk was given up. */
  readonly value: Readonly<Record<string, unknown>> | null;
  readonly offsets: ReadonlyMap<string, Offsets>;
  readonly problems: readonly RawProblem[];
};

const MOST_NODES = 100_000;
const MOST_ALIASES = 100;
/** The deepest legal key is services.<name>.signals.metrics.<name>.dimensions.<name>. */
const DEEPEST = 16;

export const idOf = (path: KeyPath): string => JSON.stringify(path);

/** As it is written: of `.nan`, `0x10` and `1.0` the number says something else than the file does. */
const nameOf = (key: Scalar): string => (typeof key.value === "string" ? key.value : (key.source ?? String(key.value)));

/**
 * Turns the YAML nodes into plain data and remembers where each piece stands.
 *
 * Our own and not `toJS`: it bounds aliases, depth and size, and refuses keys that would be lost or merged silently
 * (`1` and `"1"`, `__proto__`, a map as a key).
 */
export const walkTree = (root: YAMLMap, document: Document): Walked => {
  const offsets = new Map<string, Offsets>();
  const problems: RawProblem[] = [];
  const open = new Set<Node>();
  let nodes = 0;
  let aliases = 0;
  let givenUp = false;

  const note = (code: ProblemCode, path: KeyPath, offset: number, message: string, fix: string): void => {
    problems.push({ code, path, offset, message, fix });
  };
  const giveUp = (code: ProblemCode, path: KeyPath, offset: number, message: string, fix: string): null => {
    if (!givenUp) note(code, path, offset, message, fix);
    givenUp = true;
    return null;
  };

  const visit = (node: Node | null, path: KeyPath, keyOffset: number): unknown => {
    if (givenUp) return null;
    const offset = node?.range?.[0] ?? keyOffset;
    if (++nodes > MOST_NODES)
      return giveUp("too-large", path, offset, `more than ${MOST_NODES} entries`, "remove what is repeated");
    if (path.length > DEEPEST) {
      return giveUp(
        "too-large",
        path,
        offset,
        `nested more than ${DEEPEST} levels deep`,
        "no key is that deep; check the indentation",
      );
    }
    if (isAlias(node)) {
      const alias = shown(node.source);
      const target = node.resolve(document);
      if (!target) {
        return giveUp(
          "yaml-alias",
          path,
          offset,
          `*${alias} has no anchor before it`,
          `write &${alias} before the value that is meant, or write the value out`,
        );
      }
      if (open.has(target))
        return giveUp("yaml-alias", path, offset, `*${alias} contains itself`, "write the value out");
      if (++aliases > MOST_ALIASES) {
        return giveUp(
          "yaml-alias",
          path,
          offset,
          `more than ${MOST_ALIASES} aliases`,
          "use the defaults block instead of aliases",
        );
      }
      return visit(target, path, keyOffset);
    }
    offsets.set(idOf(path), { key: keyOffset, value: offset, scalar: !isCollection(node) });
    if (!isCollection(node)) return isScalar(node) ? node.value : null;
    open.add(node);
    const value = isSeq(node)
      ? node.items.map((item, index) =>
          visit(item as Node | null, [...path, index], (item as Node | null)?.range?.[0] ?? offset),
        )
      : visitMap(node as YAMLMap, path);
    open.delete(node);
    return value;
  };

  const visitMap = (map: YAMLMap, path: KeyPath): Record<string, unknown> => {
    const entries: Record<string, unknown> = {};
    const seen = new Set<string>();
    for (const { key, value } of map.items) {
      const keyNode = key as Node | null;
      const offset = keyNode?.range?.[0] ?? map.range?.[0] ?? 0;
      const name = isScalar(keyNode) && keyNode.value !== null ? nameOf(keyNode) : null;
      if (name === null || name === "" || name === "__proto__") {
        note(
          "illegal-name",
          path,
          offset,
          `${name ? shown(name) : "an empty or composed key"} can't be a key`,
          "write a plain name before the colon",
        );
      } else if (seen.has(name)) {
        note(
          "duplicate-key",
          [...path, name],
          offset,
          `${shown(name)} stands here a second time`,
          "keep one of the two",
        );
      } else {
        seen.add(name);
        entries[name] = visit(value as Node | null, [...path, name], offset);
      }
    }
    return entries;
  };

  const value = visit(root, [], root.range?.[0] ?? 0) as Record<string, unknown> | null;
  return { value: givenUp ? null : value, offsets, problems };
};

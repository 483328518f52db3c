import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from "yaml";
import type { ProblemCode } from "./problem-codes.ts";
import { type Finding, formatPath, type KeyPath, type Problem, shown, sortProblems } from "./problems.ts";
import { idOf, type Offsets, type RawProblem, walkTree } from "./walk-tree.ts";

/** The file as plain data, with a way back to where each piece stands. */
export type Tree = {
  readonly value: Readonly<Record<string, unknown>>;
  /** Problems that leave the data readable: a key that stands twice, a key that can't be a name. */
  readonly problems: readonly Problem[];
  readonly locate: <Code extends string>(findings: readonly Finding<Code>[]) => readonly Problem<Code>[];
};

export type TreeReading =
  | { readonly kind: "tree"; readonly tree: Tree }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/** A configuration of a thousand services is about 300,000 characters. */
const MOST_CHARACTERS = 1_000_000;
const MOST_SYNTAX_PROBLEMS = 10;

/**
 * Reads YAML text into plain data that knows its positions.
 *
 * @param fileName for messages only
 * @throws never
 */
export const readTree = (fileText: string, fileName: string): TreeReading => {
  const text = fileText.replace(/^\uFEFF/, "");
  const lines = new LineCounter();
  const place = <Code extends string>({ offset, path, ...rest }: RawProblem<Code>): Problem<Code> => {
    const { line, col } = lines.linePos(offset);
    return { ...rest, path: formatPath(path), line: Math.max(1, line), column: Math.max(1, col) };
  };
  const refuse = (...problems: readonly RawProblem[]): TreeReading => ({
    kind: "refused",
    problems: sortProblems(problems.map((problem) => place(problem))).slice(0, MOST_SYNTAX_PROBLEMS),
  });
  const atStart = (code: ProblemCode, message: string, fix: string, offset = 0): TreeReading =>
    refuse({ code, path: [], offset, message, fix });

  if (text.length > MOST_CHARACTERS) {
    return atStart(
      "too-large",
      `${fileName} has ${text.length} characters, at most ${MOST_CHARACTERS} are read`,
      "check that this is the right file",
    );
  }
  const options = {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    schema: "core",
    resolveKnownTags: false,
  } as const;
  const document = parseDocument(text, options);
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    return refuse(
      ...causesOf(broken).map(({ code, message, pos }) => ({
        ...(SYNTAX[code] ?? OTHER_SYNTAX),
        path: [],
        offset: pos[0],
        message: PLAIN_MESSAGE[code] ?? sentence(message),
      })),
    );
  }
  const root = document.contents as Node | null;
  if (root === null || (isScalar(root) && root.value === null)) {
    return atStart("empty-file", `${fileName} has no content`, "begin with the keys version, name and services");
  }
  if (!isMap(root)) {
    const found = isSeq(root) ? "a list" : "a single value";
    return atStart(
      "not-a-map",
      `${fileName} is ${found}, not keys with values`,
      "begin with version: 1 in the first column, without a leading -",
      root.range?.[0] ?? 0,
    );
  }
  const { value, offsets, problems } = walkTree(root, document);
  if (value === null) return refuse(...problems);
  return {
    kind: "tree",
    tree: {
      value,
      problems: problems.map((problem) => place(problem)),
      locate: (findings) =>
        sameOnce(findings.map((finding) => pointAt(finding, offsets))).map((problem) => place(problem)),
    },
  };
};

type SyntaxFix = { readonly code: ProblemCode; readonly fix: string };

const OTHER_SYNTAX: SyntaxFix = {
  code: "yaml-syntax",
  fix: "correct the YAML here; text with special characters belongs in quotes",
};

const SYNTAX: Readonly<Record<string, SyntaxFix>> = {
  TAB_AS_INDENT: { code: "yaml-tab", fix: "replace the tab by two spaces per level" },
  BAD_ALIAS: { code: "yaml-alias", fix: "write the value out, or in quotes when it is text that begins with * or &" },
  BAD_INDENT: {
    code: "yaml-syntax",
    fix: "indent keys of one level alike, two spaces deeper than the key above, and close every bracket",
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: "yaml-syntax",
    fix: "put text that contains a colon and a space in quotes, or the inner key on its own line",
  },
  MISSING_CHAR: {
    code: "yaml-syntax",
    fix: "close the quote or the bracket, and put a colon and a space after each key",
  },
  MULTIPLE_DOCS: { code: "yaml-syntax", fix: "keep one document: remove the --- between the two" },
  RESOURCE_EXHAUSTION: { code: "too-large", fix: "no key is that deep; check the brackets" },
  TAG_RESOLVE_FAILED: {
    code: "yaml-syntax",
    fix: "remove the tag and write the value itself; functions such as !Ref are not resolved here",
  },
};

/** Where the parser speaks to programmers. */
const PLAIN_MESSAGE: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: "a second document begins here",
  RESOURCE_EXHAUSTION: "the brackets are nested too deep to be read",
};

/** A tab breaks the structure of all that follows: with it mended, the other problems are gone or different. */
const causesOf = (broken: readonly YAMLError[]): readonly YAMLError[] => {
  const tabs = broken.filter(({ code }) => code === "TAB_AS_INDENT");
  return tabs.length > 0 ? tabs : broken;
};

const sentence = (text: string): string =>
  shown(text.split("\n")[0] ?? "").replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());

type Pointed<Code extends string> = RawProblem<Code> & { readonly fromDefaults: boolean };

/** What the file doesn't say itself is shown where the defaults block says it, or else at the nearest key around it. */
const pointAt = <Code extends string>(
  { at, path, ...finding }: Finding<Code>,
  offsets: ReadonlyMap<string, Offsets>,
): Pointed<Code> => {
  const own = offsets.get(idOf(path));
  const inDefaults =
    path[0] === "services" && path.length > 2 ? offsets.get(idOf(["defaults", ...path.slice(2)])) : undefined;
  const exact = own ?? inDefaults;
  if (exact) {
    const offset = at !== "key" && exact.scalar ? exact.value : exact.key;
    return { ...finding, path, offset, fromDefaults: own === undefined };
  }
  let around: KeyPath = path;
  while (around.length > 0 && !offsets.has(idOf(around))) around = around.slice(0, -1);
  return { ...finding, path, offset: offsets.get(idOf(around))?.key ?? 0, fromDefaults: false };
};

/** One line of the defaults block that is wrong for many services is one problem. */
const sameOnce = <Code extends string>(pointed: readonly Pointed<Code>[]): readonly RawProblem<Code>[] => {
  const firsts = new Map<string, { first: Pointed<Code>; services: string[] }>();
  for (const problem of pointed) {
    const id = problem.fromDefaults ? `${problem.code} ${problem.offset}` : `own ${firsts.size}`;
    const known = firsts.get(id);
    if (known) known.services.push(String(problem.path[1]));
    else firsts.set(id, { first: problem, services: [] });
  }
  return [...firsts.values()].map(({ first: { fromDefaults: _, ...problem }, services }) =>
    services.length === 0
      ? problem
      : { ...problem, message: `${problem.message} (the same for ${shown(services.join(", "))})` },
  );
};

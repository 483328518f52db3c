import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { functionNames } from "../../stack/functions.ts";

const root = join(__dirname, "../..");

export type SourceFile = { readonly path: string; readonly text: string };

/** What the functions are made of, without dependencies and without what esbuild drops. */
export const readFunctionSources = async (): Promise<readonly SourceFile[]> => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: functionNames.map((name) => join("functions", name, "index.ts")),
    outdir: "unused",
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    packages: "external",
  });
  const kept = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return [...new Set(kept)].sort().map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
};

/** `ecs UpdateServiceCommand`: the client's package without `@aws-sdk/client-`, and the command. */
export const commandsIn = (files: readonly SourceFile[]): readonly string[] => {
  const found = files.flatMap(({ text }) =>
    [...text.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)"/g)].flatMap(([, names = "", client]) =>
      [...names.matchAll(/(?<!type )\b[A-Z]\w+Command\b/g)].map(([command]) => `${client} ${command}`),
    ),
  );
  return [...new Set(found)].sort();
};

/** A name of an error, or a pattern of names, that somebody looks for. */
export type HandledError = {
  /** As it is written: `NoSuchKey`, or one alternative of a regular expression, such as `Thrott\w*`. */
  readonly written: string;
  readonly matches: RegExp;
};

/**
 * The errors that the code tells from others: by equality, from a set, from a list, or by a pattern. Names of errors are
 * read in the adapters and the functions alone.
 *
 * @throws Error for a set or a pattern that is not in the file where it is used
 */
export const handledErrorsIn = (files: readonly SourceFile[]): readonly HandledError[] => {
  const found = new Map<string, HandledError>();
  for (const { text } of files.filter(readsErrors)) {
    for (const written of namesIn(text)) found.set(written, { written, matches: new RegExp(`^${written}$`) });
    for (const handled of patternsIn(text)) found.set(handled.written, handled);
  }
  return [...found.values()].sort((a, b) => (a.written < b.written ? -1 : 1));
};

/** The name of a metric is held against a pattern too, elsewhere. */
const readsErrors = ({ path, text }: SourceFile): boolean =>
  /^(shared\/aws|functions)\//.test(path) && /\berror\.name\b|\bnameAndMessage\(|\bunless\(/.test(text);

const named = String.raw`(?:\w+(?:\([^)]*\))?\.)?name`;

const namesIn = (text: string): readonly string[] => [
  ...[...text.matchAll(new RegExp(`\\b${named} [!=]== "(\\w+)"`, "g"))]
    .map(([, name = ""]) => name)
    .filter(isErrorName),
  ...[...text.matchAll(/cancellationCodes\(\w+\)\[0\] === "(\w+)"/g)].map(([, name = ""]) => name),
  ...[...text.matchAll(/(\w+)\.has\((?:error\.)?name\)/g)].flatMap(([, set]) =>
    stringsIn(readable(new RegExp(`const ${set}: ReadonlySet<string> = new Set\\(\\[([^\\]]*)\\]`).exec(text), set)),
  ),
  ...[...text.matchAll(/\bunless\(\[([^\]]*)\]/g)].flatMap(([, list = ""]) => stringsIn(list)),
];

/** Patterns that are held against `name`, in place or under a name of their own; each alternative by itself. */
const patternsIn = (text: string): readonly HandledError[] => {
  const tested = [...text.matchAll(new RegExp(`(\\w+|/\\S+/)\\.test\\(${named}\\)`, "g"))].map(([, one = ""]) => one);
  return tested.flatMap((one) => {
    const source = one.startsWith("/") ? one : readable(new RegExp(`const ${one} =\\s*(/\\S+/);`).exec(text), one);
    const inner = source.slice(1, -1);
    const [, whole] = /^\^\((.*)\)\$$/.exec(inner) ?? [];
    return (whole ?? inner)
      .split(/\|/)
      .map((written) => ({ written, matches: new RegExp(whole === undefined ? written : `^${written}$`) }));
  });
};

const readable = (match: RegExpExecArray | null, name: string | undefined): string => {
  if (match === null) throw new Error(`${name} is held against names of errors, and cannot be read`);
  return match[1]!;
};

const stringsIn = (list: string): readonly string[] => [...list.matchAll(/"(\w+)"/g)].map(([, one = ""]) => one);

/** Runbooks, parameters and services have names too. */
const isErrorName = (name: string): boolean => /^[A-Z]\w+$/.test(name);

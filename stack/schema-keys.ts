import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";
import { withoutErrorShapes } from "./error-shapes.ts";

/** The file of an SDK client that describes every operation and shape of its service. */
const schemaFile = /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/;

/** `const _xN = "xmlName";` and `{ [_xN]: ... }`. */
const constant = /^const (_\w+) = ("[^"\\\n]*");$/gm;
const computedKey = /\[(_\w+)\]:/g;

/**
 * Lets esbuild leave out the shapes of an SDK client that no command of ours uses.
 *
 * The schemas write their keys as `[_xN]`, of a constant string. esbuild keeps an object with such a key, because making
 * a key of a value may run code, and so keeps everything that has one: of EC2 all of it, 546 KB. With the string in the
 * key's place the program is the same and 26 KB of EC2 are left.
 *
 * @see docs/adr/0011-smaller-bundles.md
 */
export const schemaKeys: Plugin = {
  name: "schema-keys",
  setup: (build) => {
    build.onLoad({ filter: schemaFile }, async ({ path }) => ({
      contents: withoutErrorShapes(path, withPlainKeys(await readFile(path, "utf8"))),
      loader: "js",
    }));
  },
};

/** @returns the same program; a key whose constant is not found stays as it is */
export const withPlainKeys = (source: string): string => {
  const strings = new Map([...source.matchAll(constant)].map(([, name, text]) => [name!, text!]));
  return source.replace(computedKey, (key, name: string) => {
    const text = strings.get(name);
    // `"__proto__":` would set the prototype, which `["__proto__"]:` does not.
    return text === undefined || text === '"__proto__"' ? key : `${text}:`;
  });
};

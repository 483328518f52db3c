import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";

/** A site file as it is on disk. */
export type SiteSource = {
  /** As it was named. */
  readonly name: string;
  /** Without symbolic links: sites-enabled is full of them, and none is to be replaced by a file. */
  readonly path: string;
  readonly text: string;
  /** Comments in an old encoding come back byte for byte. */
  readonly encoding: "utf8" | "latin1";
};

export type SiteSources =
  | { readonly kind: "read"; readonly sources: readonly SiteSource[] }
  | { readonly kind: "refused"; readonly message: string };

/** Each file once, also where several names lead to it. Never throws. */
export const readSiteFiles = (names: readonly string[]): SiteSources => {
  const sources = new Map<string, SiteSource>();
  for (const name of names) {
    try {
      const path = realpathSync(name);
      if (!sources.has(path)) sources.set(path, { name, path, ...decode(readFileSync(path)) });
    } catch (error) {
      return { kind: "refused", message: `${name}: can't be read: ${(error as Error).message}` };
    }
  }
  return { kind: "read", sources: [...sources.values()] };
};

const decode = (bytes: Uint8Array): Pick<SiteSource, "text" | "encoding"> => {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), encoding: "utf8" };
  } catch {
    return { text: Buffer.from(bytes).toString("latin1"), encoding: "latin1" };
  }
};

/**
 * Reads what a site includes: an absolute path, or one beside the nearest nginx.conf above the site.
 *
 * @returns `null` for what can't be read; patterns with * are not followed
 */
export const includedBy =
  (sites: readonly SiteSource[]) =>
  (path: string): string | null => {
    const roots = sites.map((site) => rootOf(dirname(site.path))).filter((root) => root !== null);
    const candidates = isAbsolute(path) ? [path] : [...new Set(roots)].map((root) => join(root, path));
    const found = candidates.find((candidate) => !candidate.includes("*") && existsSync(candidate));
    if (found === undefined) return null;
    try {
      return decode(readFileSync(found)).text;
    } catch {
      return null;
    }
  };

const rootOf = (folder: string): string | null => {
  if (existsSync(join(folder, "nginx.conf"))) return folder;
  const above = dirname(folder);
  return above === folder ? null : rootOf(above);
};

import { dnsNameProblem, normalDnsName } from "./dns-name.ts";

/** What nginx compares is the path after decoding and merging slashes, so nothing encoded and no empty part. */
const PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~!&+,=:@-]+)*\/?$/;

/** Host names in lower case; a path keeps its case, because nginx's locations do. */
export const normalMatch = (written: string): string => {
  const { host, path } = partsOf(written);
  return `${normalDnsName(host)}${path}`;
};

/**
 * What is wrong with a match: `shop.example/api`, or `/api` for any host.
 *
 * It is written into nginx's configuration, so a character that nginx reads as more than itself is refused: quotes,
 * braces, a semicolon, `$`, a backslash, spaces.
 *
 * @returns `null` for a legal match
 * @throws never
 */
export const matchProblem = (written: string): { readonly rule: string; readonly fix: string } | null => {
  const withoutScheme = written.replace(/^[a-z]+:\/\//i, "");
  if (withoutScheme !== written) return { rule: "it has a scheme", fix: `write ${withoutScheme}` };
  const { host, path } = partsOf(written);
  if (path === "") return { rule: "it has no path", fix: `write ${written}/ for every path of the host` };
  if (host !== "" && (host.startsWith("*") || host.startsWith("_") || dnsNameProblem(host) !== null)) {
    return { rule: "what stands before the first / is no host name", fix: "write a host and a path, or a path alone" };
  }
  if (PATH.test(path)) return null;
  return {
    rule: "a path prefix has letters, digits and . _ ~ ! & + , = : @ - between single slashes",
    fix: "write a plain prefix such as /api/orders, up to the first character that is none of these",
  };
};

const partsOf = (written: string): { readonly host: string; readonly path: string } => {
  const slash = written.indexOf("/");
  return slash < 0 ? { host: written, path: "" } : { host: written.slice(0, slash), path: written.slice(slash) };
};

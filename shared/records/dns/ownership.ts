import type { RecordSet } from "./record-set.ts";
import { shortHash } from "./short-hash.ts";

/** Whose a record set is, as the TXT record beside it says. */
export type Owner = { readonly stack: string; readonly service: string };

/** Nobody resolves it, so nobody waits for it either; long enough to cost no queries. */
const ownershipTtlSeconds = 300;

/**
 * Where the owner of a set is written: a name of its own, so that it never meets a set that the user has.
 *
 * The first label tells apart what shares the name. A DNS label holds 63 characters and has no upper case; an identifier
 * that does not fit is hashed.
 */
export const ownershipNameOf = ({ name, type, setIdentifier }: RecordSet): string => {
  const label = `${type.toLowerCase()}-${setIdentifier ?? "all"}`;
  const fits = /^[a-z0-9_-]{1,63}$/.test(label);
  return `${ownershipPrefix}${fits ? label : `${type.toLowerCase()}-${shortHash(setIdentifier ?? "all", 16)}`}.${name}`;
};

export const ownershipPrefix = "_headgate.";

export const ownershipSetOf = (set: RecordSet, { stack, service }: Owner): RecordSet => ({
  name: ownershipNameOf(set),
  type: "TXT",
  setIdentifier: null,
  ttlSeconds: ownershipTtlSeconds,
  values: [quoted(`heritage=headgate,headgate/stack=${stack},headgate/service=${service}`)],
  alias: null,
  routing: { kind: "simple" },
  healthCheckId: null,
});

/**
 * The owner that a TXT set names.
 *
 * @returns `null` where it names none, or several: what two claim is nobody's to change
 */
export const ownerIn = (values: readonly string[]): Owner | null => {
  const owners = values.map(parse).filter((owner) => owner !== null);
  return owners.length === 1 ? owners[0]! : null;
};

const parse = (value: string): Owner | null => {
  const match = /^heritage=headgate,headgate\/stack=([^,]*),headgate\/service=([^,]*)$/.exec(textOf(value));
  return match ? { stack: match[1]!, service: match[2]! } : null;
};

/** The text of a TXT value: its quoted strings, put together. */
export const textOf = (value: string): string =>
  [...value.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text).join("");

/** A string of a TXT record holds 255 characters; a longer text is several strings. @see RFC 1035 section 3.3 */
const quoted = (text: string): string => (text.match(/.{1,255}/g) ?? [""]).map((part) => `"${part}"`).join(" ");

import { createHash } from "node:crypto";

/** Enough of a SHA-256 to tell a stack's own things apart, in lower-case hex: legal in a DNS label. */
export const shortHash = (text: string, digits: 8 | 16): string =>
  createHash("sha256").update(text).digest("hex").slice(0, digits);

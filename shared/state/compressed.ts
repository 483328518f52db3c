import { gunzipSync, gzipSync } from "node:zlib";

/** JSON as gzip: a state or a decision is mostly repeated keys, and an item holds 400 KB. */
export const compress = (value: unknown): Uint8Array => gzipSync(JSON.stringify(value), { level: 1 });

/** @throws SyntaxError or zlib's error where the bytes are not ours */
export const decompress = <Value>(bytes: Uint8Array): Value => JSON.parse(gunzipSync(bytes).toString("utf8")) as Value;

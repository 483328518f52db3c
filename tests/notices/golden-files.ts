import { renderGoldenDigest } from "./golden-digest.ts";
import { goldenCodes, renderGolden } from "./golden-notices.ts";

export type GoldenFile = { readonly name: string; readonly text: string };

/** What must be in tests/notices/golden, file by file. */
export const goldenFiles = (): readonly GoldenFile[] => [
  ...goldenCodes.map((code) => ({ name: `${code}.txt`, text: renderGolden(code) })),
  { name: "digest.txt", text: renderGoldenDigest() },
];

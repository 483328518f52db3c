/** What keeps a site file from being used, and where. */
export type SiteProblem = SitePlace & { readonly message: string; readonly fix: string };

/** Both count from 1; columns in UTF-16 units, as editors count them. */
export type SitePlace = { readonly line: number; readonly column: number };

/** @param offset 0..text.length */
export const placeOf = (text: string, offset: number): SitePlace => {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - (before.lastIndexOf("\n") + 1) + 1 };
};

import type { SiteStatement } from "./parse-site.ts";

/** A directive with the blocks around it, outermost first. */
export type PlacedStatement = { readonly statement: SiteStatement; readonly around: readonly SiteStatement[] };

/** Their upstream and proxy_pass have the names of http's, and nothing to do with it. */
const otherModules = new Set(["stream", "mail"]);

/** Every directive of http in the order of the file. */
export const walkSite = (statements: readonly SiteStatement[]): readonly PlacedStatement[] => {
  const found: PlacedStatement[] = [];
  const open: PlacedStatement[] = [...statements].reverse().map((statement) => ({ statement, around: [] }));
  for (let placed = open.pop(); placed !== undefined; placed = open.pop()) {
    found.push(placed);
    if (otherModules.has(nameOf(placed.statement))) continue;
    const around = [...placed.around, placed.statement];
    for (const statement of [...(placed.statement.block ?? [])].reverse()) open.push({ statement, around });
  }
  return found;
};

export const nameOf = ({ words }: SiteStatement): string => words[0]!.value;

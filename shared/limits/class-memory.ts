import { classMemoryTable } from "./class-memory-table.ts";

/** "db.r6g.large" is the size "large" of the family "db.r6g". */
type ClassName = { readonly family: string; readonly size: string };

const tableByFamily: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  classMemoryTable.map((row) => {
    const [family = "", ...sizes] = row.split(" ");
    return [family, new Map(sizes.map(sizeWithMemory))];
  }),
);

function sizeWithMemory(text: string): readonly [string, number] {
  const [size = "", memoryGib] = text.split("=");
  return [size, Number(memoryGib)];
}

/**
 * The memory of a class, from the fallback table.
 *
 * For an Oracle class with more memory than its base, `db.r5.xlarge.tpc2.mem4x`, the base's memory times the factor.
 * Not from the Price List API, which is wrong for several classes of m8g.
 *
 * @returns GiB, > 0; `null`: not in the table, or `db.serverless`, whose memory is its capacity range's
 * @throws never
 */
export const memoryOfClass = (instanceClass: string): number | null => {
  const name = nameOf(instanceClass);
  if (name === null) return null;
  const sizes = tableByFamily.get(name.family);
  const listed = sizes?.get(name.size);
  if (listed !== undefined) return listed;
  const [, base, factor] = /^([a-z0-9]+)\.tpc\d+\.mem(\d+)x$/.exec(name.size) ?? [];
  const baseGib = base === undefined ? undefined : sizes?.get(base);
  return baseGib === undefined ? null : baseGib * Number(factor);
};

/**
 * The EC2 instance type behind a class, for DescribeInstanceTypes.
 *
 * @returns "r6g.large"; `null`: `db.serverless` and Oracle's classes with more memory than EC2's type, which have none
 * @throws never
 */
export const ec2TypeOf = (instanceClass: string): string | null => {
  const name = nameOf(instanceClass);
  if (name === null || name.size.includes(".")) return null;
  // The one family that RDS calls otherwise than EC2.
  return `${name.family === "db.x2g" ? "x2gd" : name.family.slice("db.".length)}.${name.size}`;
};

export type ClassWithMemory = { readonly instanceClass: string; readonly memoryGib: number };

/**
 * The classes of the same family that have more memory: what a bigger instance may be.
 *
 * @returns smallest first, ties by name; empty for the largest, for `db.serverless` and for a class that isn't known
 * @throws never
 */
export const nextClassesOf = (instanceClass: string): readonly ClassWithMemory[] => {
  const name = nameOf(instanceClass);
  const memoryGib = memoryOfClass(instanceClass);
  if (name === null || memoryGib === null) return [];
  return [...(tableByFamily.get(name.family) ?? [])]
    .filter(([size, sizeGib]) => sizeGib > memoryGib && !size.includes("."))
    .map(([size, sizeGib]) => ({ instanceClass: `${name.family}.${size}`, memoryGib: sizeGib }))
    .sort((a, b) => a.memoryGib - b.memoryGib || (a.instanceClass < b.instanceClass ? -1 : 1));
};

const nameOf = (instanceClass: string): ClassName | null => {
  const [, family, size] = /^(db\.[a-z0-9]+)\.([a-z0-9.]+)$/.exec(instanceClass) ?? [];
  return family === undefined || size === undefined ? null : { family, size };
};

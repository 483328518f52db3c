import type { Finding } from "../plan/explain/finding.ts";
import { describeUnlock } from "./describe-unlock.ts";

/** A finding in a line with its numbers, and a line for each option that would unlock more. */
export const describeFinding = ({ code, service, database, detail, numbers, unlocks }: Finding): readonly string[] => {
  const about = [service, database].filter((name) => name !== null).join(" on ");
  const counted = Object.entries(numbers).filter(([name]) => !name.endsWith("Ms"));
  const figures = counted.map(([name, value]) => `${name} ${value}`).join(", ");
  const why = [detail, figures].filter((part) => part !== "").join("; ");
  return [
    `${about === "" ? "" : `${about}: `}${code}${why === "" ? "" : `: ${why}`}`,
    ...unlocks.map((unlock) => `  would unlock more: ${describeUnlock(unlock)}`),
  ];
};

import type { Intent } from "./intent.ts";

/** Whose intent it is, and by which run: "run 2f6b by arn:aws:iam::123456789012:user/ann". */
export const describeIntent = ({ run, by }: Intent): string => `run ${run}${by === "" ? "" : ` by ${by}`}`;

import type { BenchController } from "../../bench/bench-report.ts";
import { INFERRED_MARK } from "../run-report/scenario-report.ts";

export type Family = BenchController["family"];

/** As a reader of the page calls them, in the order of its switches. */
export const familyNames: Readonly<Record<Family, string>> = {
  headgate: "Headgate",
  aws: "AWS policies",
  "aws-capped": "AWS with a hand-set cap",
  kubernetes: "Kubernetes' policies",
  static: "fixed count",
  bound: "lower bound",
};

/** The title, marked where its figures rest on inferred rules. */
export function markedTitle({ title, inferences }: BenchController): string {
  return inferences.length === 0 ? title : `${title} ${INFERRED_MARK}`;
}

import type { RefusalTable } from "../refusal.ts";

export const alarmsRefusals = {
  "not-settled": {
    means: "CloudWatch still shows other alarms than those that were put.",
    remedy: "See whether something else writes these alarms, such as a CloudFormation stack; then run it again.",
  },
} as const satisfies RefusalTable;

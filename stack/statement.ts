import type { Intrinsic } from "./intrinsics.ts";

/** What a role may do, as IAM takes it. */
export type Statement = {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: "*" | readonly Intrinsic[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

import { resolvedLength } from "./intrinsics.ts";
import type { Statement } from "./statement.ts";

/** IAM's quota: the characters of all inline policies of a role, without white space. */
const inlinePolicyCharacters = 10_240;

/** @throws Error where IAM would refuse the role at the deployment */
export const refuseOverlong = (functionName: string, statements: readonly Statement[]): void => {
  const characters = resolvedLength(statements);
  if (characters > inlinePolicyCharacters) {
    throw new Error(
      `the role of ${functionName} would hold ${characters} of ${inlinePolicyCharacters} characters: split headgate.yml into two stacks`,
    );
  }
};

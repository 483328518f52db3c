import { type Refusal, refuse } from "./refusal.ts";

/** Who somebody is, as sts:GetCallerIdentity says. */
export type Identity = { readonly arn: string; readonly account: string };

/**
 * What tells two people apart.
 *
 * A user is their ARN. Of an assumed role the session's name is chosen by whoever assumes it, so it proves nothing and
 * the role is the person; except under IAM Identity Center, which sets the session's name to the user's.
 *
 * @see AWS IAM user guide, IAM identifiers: arn:aws:sts::account:assumed-role/role/session
 */
export const personOf = (arn: string): string => {
  const session = /^(arn:[^:]+:sts::\d{12}:assumed-role)\/([^/]+)\/(.+)$/.exec(arn);
  if (session === null) return arn;
  const [, prefix, role] = session;
  return role?.startsWith("AWSReservedSSO_") ? arn : `${prefix}/${role}`;
};

/** @returns why somebody of another account than the stack's is not heard; `null`: they are of the same */
export const refuseStranger = ({ arn, account: theirs }: Identity, account: string): Refusal | null =>
  theirs === account
    ? null
    : refuse("proof-refused", `${arn} is of account ${theirs}, the stack of ${account}`, "proof");

/** @returns why this identity may not approve; `null`: it may */
export const refuseApprover = (requestedBy: string, approver: Identity, account: string): Refusal | null => {
  const stranger = refuseStranger(approver, account);
  if (stranger !== null) return stranger;
  if (personOf(approver.arn) === personOf(requestedBy))
    return refuse("same-person", `${approver.arn} has asked for it as ${requestedBy}`);
  return null;
};

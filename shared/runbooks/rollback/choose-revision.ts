import type { PastDeployment } from "../../aws/read-deployment-history.ts";

/** Where a rollback goes to. */
export type ChosenRevision =
  | {
      readonly kind: "chosen";
      readonly taskDefinition: string;
      readonly deployment: PastDeployment;
      /** Newer deployments of other definitions, which didn't get through: newest first. */
      readonly passedOver: readonly PastDeployment[];
    }
  | { readonly kind: "none" }
  /** The one that was asked for was deployed, and never got through. */
  | { readonly kind: "never-healthy"; readonly statuses: readonly string[] };

/**
 * The newest task definition other than the one that is deployed whose deployment got through; where one is asked for,
 * that one alone.
 *
 * @param history newest first
 * @param asked family and revision, or `null`
 * @throws never
 */
export const chooseRevision = (
  history: readonly PastDeployment[],
  current: string,
  asked: string | null,
): ChosenRevision => {
  const others = history.filter(
    ({ taskDefinition }) =>
      taskDefinition !== null &&
      taskDefinition !== current &&
      (asked === null || revisionName(taskDefinition) === asked),
  );
  const index = others.findIndex(({ status }) => status === "SUCCESSFUL");
  const deployment = others[index];
  if (deployment !== undefined)
    return {
      kind: "chosen",
      taskDefinition: deployment.taskDefinition!,
      deployment,
      passedOver: others.slice(0, index).filter(({ taskDefinition }) => taskDefinition !== deployment.taskDefinition),
    };
  return others.length === 0
    ? { kind: "none" }
    : { kind: "never-healthy", statuses: [...new Set(others.map(({ status }) => status))].sort() };
};

/** "order:41" of its ARN. */
export const revisionName = (arn: string): string => arn.split("/").at(-1) ?? arn;

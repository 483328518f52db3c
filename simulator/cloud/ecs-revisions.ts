import type { TaskDefinition } from "@aws-sdk/client-ecs";
import type { DeploymentSpec } from "../world/deployment-spec.ts";
import { AwsError } from "./aws-error.ts";

/** A revision of a task definition, and what its tasks are like in the world. */
export type RevisionSpec = {
  /** What differs from the definition that every service has. */
  readonly definition?: TaskDefinition;
  /** Default ACTIVE. INACTIVE: it was deregistered. */
  readonly status?: "ACTIVE" | "INACTIVE";
  readonly deployment?: DeploymentSpec;
};

/** Revisions of task definitions, as far as a test declares them; any other is like the one that is in the world. */
export class EcsRevisions {
  readonly #declared = new Map<string, RevisionSpec>();

  /** @param name family and revision: "checkout:2" */
  declare(name: string, spec: RevisionSpec): void {
    this.#declared.set(name, spec);
  }

  /** @param named an ARN, or family and revision */
  find(named: string): RevisionSpec {
    return this.#declared.get(named.split("/").at(-1) ?? "") ?? {};
  }

  /** What a deployment of it is like. @throws AwsError for one that was deregistered */
  deploymentOf(named: string): DeploymentSpec {
    const { status, deployment } = this.find(named);
    if (status === "INACTIVE") throw new AwsError("ClientException", "TaskDefinition is inactive");
    return deployment ?? {};
  }

  /** Its own fields over the service's. */
  describe(named: string, ofService: TaskDefinition): TaskDefinition {
    const { definition, status = "ACTIVE" } = this.find(named);
    const [family = "", revision = "1"] = (named.split("/").at(-1) ?? "").split(":");
    return { ...ofService, family, revision: Number(revision), status, ...definition, taskDefinitionArn: named };
  }
}

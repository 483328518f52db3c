import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import type { AuditReading, Secret } from "../../checklist/account-reading.ts";
import { allPages, ask } from "./ask.ts";
import type { AuditClients } from "./audit-clients.ts";

const MaxResults = 100;

/** What is said about secrets; their values are never read. Those that are being deleted are not listed. */
export const readSecrets = ({
  secretsManager,
}: Pick<AuditClients, "secretsManager">): Promise<AuditReading<readonly Secret[]>> =>
  ask("ListSecrets", "", async () => {
    const secrets = await allPages(async (NextToken) => {
      const page = await secretsManager.send(new ListSecretsCommand({ MaxResults, NextToken }));
      return { items: page.SecretList, next: page.NextToken };
    });
    return secrets.map((secret) => ({
      name: secret.Name ?? "",
      rotationEnabled: secret.RotationEnabled ?? false,
      lastRotatedAtMs: secret.LastRotatedDate?.getTime() ?? null,
      nextRotationAtMs: secret.NextRotationDate?.getTime() ?? null,
      createdAtMs: secret.CreatedDate?.getTime() ?? null,
      owner: secret.OwningService ?? null,
    }));
  });

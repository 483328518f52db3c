import { makeAuditClients } from "../../shared/aws/audit/make-audit-clients.ts";
import type { AuditClients } from "../../shared/aws/audit/read-account.ts";
import { accountCloud } from "../../simulator/cloud/account-cloud.ts";
import { type AccountSpec, emptyAccount } from "../../simulator/cloud/account-spec.ts";
import { type CloudFront, startCloudFront } from "../../simulator/cloud/wire/cloud-front.ts";
import { type RecordedCall, recordCalls } from "../../simulator/cloud/wire/recorded-calls.ts";

const settings = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "embedded",
  AWS_SECRET_ACCESS_KEY: "embedded",
  AWS_MAX_ATTEMPTS: "1",
};

export type AccountFront = {
  readonly clients: AuditClients;
  readonly calls: readonly RecordedCall[];
  readonly declare: (parts: Partial<AccountSpec>) => void;
  /** For a program of its own. */
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
};

/** An account behind the wire, and the SDK's own clients in front of it. */
export const openAccountFront = async (): Promise<AccountFront> => {
  let account: AccountSpec = emptyAccount;
  const { cloud, calls } = recordCalls(accountCloud(() => account));
  const front: CloudFront = await startCloudFront(cloud);
  const environment = { ...settings, AWS_ENDPOINT_URL: front.url };
  const kept = Object.keys(environment).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, environment);
  const clients = await makeAuditClients(undefined);
  return {
    clients,
    calls,
    declare: (parts) => {
      account = { ...emptyAccount, ...parts };
    },
    environment,
    close: async () => {
      for (const [name, value] of kept) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      for (const client of Object.values(clients)) (client as { destroy?: () => void }).destroy?.();
      await front.close();
    },
  };
};

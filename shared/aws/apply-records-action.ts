import {
  ChangeResourceRecordSetsCommand,
  CreateHealthCheckCommand,
  DeleteHealthCheckCommand,
} from "@aws-sdk/client-route-53";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { DeregisterInstanceCommand, RegisterInstanceCommand } from "@aws-sdk/client-servicediscovery";
import { SendCommandCommand } from "@aws-sdk/client-ssm";
import { assertNever } from "../plan/assert-never.ts";
import type {
  ChangeRecordSets,
  CreateHealthCheck,
  InstallRender,
  RecordsAction,
  StoreRender,
} from "../records/records-action.ts";
import type { RecordsClients, Route53, S3, Ssm } from "./clients.ts";
import { nameAndMessage } from "./failure.ts";
import { resourceRecordSetOf } from "./route53-record-set.ts";

/** Carries out one action and waits for nothing that it starts. @throws what AWS answers; see `retrySoon` */
export type ApplyRecordsAction = (action: RecordsAction) => Promise<void>;

/** Where renders are stored and how they are installed; `null`: a stack without nginx fleets. */
export type RenderResources = { readonly bucketName: string; readonly documentName: string };

/** The one way in which `records` writes to the world. What is already as it should be is no failure. */
export const makeApplyRecordsAction =
  (
    clients: Pick<RecordsClients, "route53" | "serviceDiscovery" | "s3" | "ssm">,
    resources: RenderResources | null,
  ): ApplyRecordsAction =>
  async (action) => {
    switch (action.kind) {
      case "change-record-sets":
        return changeRecordSets(clients.route53, action);
      case "create-health-check":
        return createHealthCheck(clients.route53, action);
      case "delete-health-check": {
        const { healthCheckId: HealthCheckId } = action;
        return unless(["NoSuchHealthCheck"], () =>
          clients.route53.send(new DeleteHealthCheckCommand({ HealthCheckId })),
        );
      }
      case "register-instance": {
        const { serviceId: ServiceId, instanceId: InstanceId, attributes } = action;
        // The SDK makes up the request id: the same for its own attempts, another when a task comes back.
        const command = new RegisterInstanceCommand({ ServiceId, InstanceId, Attributes: { ...attributes } });
        return unless(["DuplicateRequest"], () => clients.serviceDiscovery.send(command));
      }
      case "deregister-instance": {
        const { serviceId: ServiceId, instanceId: InstanceId } = action;
        const command = new DeregisterInstanceCommand({ ServiceId, InstanceId });
        return unless(["InstanceNotFound", "DuplicateRequest"], () => clients.serviceDiscovery.send(command));
      }
      case "store-render":
        return storeRender(clients.s3, action, present(resources).bucketName);
      case "install-render":
        return installRender(clients.ssm, action, present(resources).documentName);
      default:
        return assertNever(action);
    }
  };

const present = (resources: RenderResources | null): RenderResources => {
  if (resources === null) throw new Error("a render without a bucket and an install document in the stack");
  return resources;
};

/** Errors that say that it is done already, or being done. */
const unless = async (names: readonly string[], send: () => Promise<unknown>): Promise<void> => {
  try {
    await send();
  } catch (error) {
    if (!names.includes(nameAndMessage(error).name)) throw error;
  }
};

const changeRecordSets = async (route53: Route53, { hostedZoneId, changes }: ChangeRecordSets): Promise<void> => {
  const Changes = changes.map(({ action, recordSet }) => ({
    Action: action,
    ResourceRecordSet: resourceRecordSetOf(recordSet),
  }));
  const ChangeBatch = { Comment: "Headgate", Changes };
  await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: hostedZoneId, ChangeBatch }));
};

const createHealthCheck = async (
  route53: Route53,
  { callerReference, ipAddress, settings }: CreateHealthCheck,
): Promise<void> => {
  const HealthCheckConfig = {
    IPAddress: ipAddress,
    Port: settings.port,
    Type: settings.type,
    ...(settings.path === null ? {} : { ResourcePath: settings.path }),
    RequestInterval: settings.intervalSeconds,
    FailureThreshold: settings.failureThreshold,
  };
  await route53.send(new CreateHealthCheckCommand({ CallerReference: callerReference, HealthCheckConfig }));
};

/** The key is the content's hash: an object that is there already has that content. */
const storeRender = (s3: S3, { key, content }: StoreRender, Bucket: string): Promise<void> =>
  unless(["PreconditionFailed"], () =>
    s3.send(
      new PutObjectCommand({
        Bucket,
        Key: key,
        Body: content,
        ContentType: "text/plain; charset=utf-8",
        ChecksumAlgorithm: "SHA256",
        IfNoneMatch: "*",
      }),
    ),
  );

/** An instance that does not take it up in this time is not there; a later one gets it by itself. */
const startWithinSeconds = 60;

const installRender = async (ssm: Ssm, action: InstallRender, DocumentName: string): Promise<void> => {
  await ssm.send(
    new SendCommandCommand({
      DocumentName,
      Targets: [{ Key: `tag:${action.tag.key}`, Values: [action.tag.value] }],
      Parameters: {
        Fleet: [action.fleet],
        Generation: [String(action.generation)],
        Hash: [action.hash],
        Key: [action.key],
        File: [action.file],
      },
      Comment: `Headgate: ${action.fleet}, generation ${action.generation}`.slice(0, 100),
      TimeoutSeconds: startWithinSeconds,
      MaxConcurrency: "50%",
      // Each instance tests the file itself and keeps its old one: one that fails is no reason to spare the others.
      MaxErrors: "100%",
    }),
  );
};

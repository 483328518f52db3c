import { setTimeout as pause } from "node:timers/promises";
import { PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CreateTableCommand, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { CreateHostedZoneCommand } from "@aws-sdk/client-route-53";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import {
  CreateHttpNamespaceCommand,
  CreateServiceCommand,
  ListNamespacesCommand,
} from "@aws-sdk/client-servicediscovery";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { CreateDocumentCommand } from "@aws-sdk/client-ssm";
import type { ContractBed, ContractClients, SeenMetric } from "../../tests/contract/contract-bed.ts";
import { closeClients, contractClients, contractRegion } from "../../tests/contract/contract-clients.ts";
import type { Emulators } from "../start-emulators.ts";
import { placeBalancer } from "./contract-balancer.ts";
import { placeDatabases, placeParameterGroup, placeProxy } from "./contract-databases.ts";
import { makeConsume } from "./contract-lambda.ts";
import { defaultNetwork, placeInterfaces } from "./contract-network.ts";
import { createQueuePair } from "./contract-queues.ts";
import { placeServices, startTasks } from "./contract-services.ts";

/**
 * The two emulators as a cloud for contract cases: everything that a case asks for is made anew, under a name of its own.
 *
 * @param label part of those names: beds of one process have each their own
 */
export const openEmulatorBed = (emulators: Emulators, label: string): { bed: ContractBed; close: () => void } => {
  const clients = clientsOf(emulators);
  let made = 0;
  const newName = (): string => {
    made += 1;
    return `contract-${label}-${made}`;
  };
  const { sqs, rds, ec2 } = clients;
  const bed: ContractBed = {
    clients,
    pass: (seconds) => pause(seconds * 1_000),
    nowMs: () => Date.now(),
    newQueues: (kind) => createQueuePair(sqs, newName(), kind),
    newTable: () => createTable(clients, newName()),
    newZone: async () => {
      const domain = `${newName()}.example`;
      const { HostedZone } = await clients.route53.send(
        new CreateHostedZoneCommand({ Name: domain, CallerReference: domain }),
      );
      return { id: HostedZone!.Id!.split("/").at(-1)!, domain };
    },
    newTopic: async () => (await clients.sns.send(new CreateTopicCommand({ Name: newName() }))).TopicArn!,
    newBucket: async () => {
      const Bucket = newName();
      const CreateBucketConfiguration = { LocationConstraint: contractRegion } as const;
      await clients.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
      return Bucket;
    },
    newServices: (desiredCounts) => placeServices(clients, newName(), desiredCounts),
    newTasks: async (count) => {
      const [placed] = await placeServices(clients, newName(), [count]);
      return { ...placed!, taskArns: await startTasks(clients, placed!, count) };
    },
    newDatabases: (count) => placeDatabases(rds, newName(), count),
    newParameterGroup: (maxConnections) => placeParameterGroup(rds, newName(), maxConnections),
    newProxy: async () => placeProxy(rds, newName(), (await defaultNetwork(ec2)).subnets),
    newInterfaces: (count) => placeInterfaces(ec2, count),
    newMetric: (minutes) => publishMetric(clients, newName(), minutes),
    newDocument: async () => {
      const Name = newName();
      const Content = JSON.stringify({ schemaVersion: "2.2", description: "contract", mainSteps: [] });
      await clients.ssm.send(
        new CreateDocumentCommand({ Name, Content, DocumentType: "Command", DocumentFormat: "JSON" }),
      );
      return Name;
    },
    newBalancer: async () => placeBalancer(clients.elasticLoadBalancing, newName(), await defaultNetwork(ec2)),
    newRegistry: () => createRegistry(clients, newName()),
    consume: makeConsume(emulators, sqs, newName),
  };
  return { bed, close: () => closeClients(clients) };
};

/** moto has Run Command, quotas and weights of listeners, which ministack lacks: the stack needs none of them there. */
const clientsOf = ({ url, moto }: Emulators): ContractClients => {
  const { ssm, elasticLoadBalancing, serviceQuotas } = contractClients(moto.url);
  return { ...contractClients(url), ssm, elasticLoadBalancing, serviceQuotas };
};

const createTable = async ({ dynamoDb }: ContractClients, TableName: string): Promise<string> => {
  await dynamoDb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  const TimeToLiveSpecification = { AttributeName: "expiresAtSeconds", Enabled: true };
  await dynamoDb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  return TableName;
};

const publishMetric = async (
  { cloudWatch }: ContractClients,
  MetricName: string,
  minutes: number,
): Promise<SeenMetric> => {
  const toMs = Math.floor(Date.now() / 60_000) * 60_000 - 120_000;
  const fromMs = toMs - minutes * 60_000;
  const Namespace = "Contract";
  const Dimensions = [{ Name: "Service", Value: MetricName }];
  await cloudWatch.send(
    new PutMetricDataCommand({
      Namespace,
      MetricData: Array.from({ length: minutes }, (_, minute) => ({
        MetricName,
        Dimensions,
        Timestamp: new Date(fromMs + minute * 60_000),
        Value: minute + 1,
      })),
    }),
  );
  return { namespace: Namespace, metricName: MetricName, dimensions: { Service: MetricName }, fromMs, toMs, minutes };
};

/** In a namespace without DNS, which needs no VPC. */
const createRegistry = async ({ serviceDiscovery }: ContractClients, name: string): Promise<string> => {
  await serviceDiscovery.send(new CreateHttpNamespaceCommand({ Name: name }));
  const { Namespaces = [] } = await serviceDiscovery.send(new ListNamespacesCommand({}));
  const NamespaceId = Namespaces.find(({ Name }) => Name === name)!.Id!;
  const { Service } = await serviceDiscovery.send(new CreateServiceCommand({ Name: name, NamespaceId }));
  return Service!.Id!;
};

import type {
  AccountReadings,
  FoundContainer,
  FoundDbCluster,
  FoundInstance,
  FoundService,
} from "../../shared/discovery/account-readings.ts";

/** An account that shows nothing. */
export const account = (parts: Partial<AccountReadings> = {}): AccountReadings => ({
  services: [],
  targets: [],
  policies: [],
  instances: [],
  dbClusters: [],
  proxies: [],
  targetGroups: [],
  alarms: [],
  gaps: [],
  ...parts,
});

export const container = (parts: Partial<FoundContainer> = {}): FoundContainer => ({
  name: "app",
  image: "registry.example/app:1",
  command: [],
  variables: [],
  secrets: [],
  hasEnvironmentFiles: false,
  ports: [],
  stopTimeoutSeconds: null,
  startPeriodSeconds: null,
  runsOnce: false,
  ...parts,
});

/** A Fargate service with one container. */
export const service = (
  parts: Partial<FoundService> & { readonly container?: Partial<FoundContainer> } = {},
): FoundService => {
  const { container: only, ...rest } = parts;
  return {
    cluster: "shop",
    service: "order",
    scheduling: "REPLICA",
    controller: "ECS",
    desiredTasks: 3,
    runsOn: "fargate",
    maximumPercent: 200,
    minimumHealthyPercent: 100,
    healthCheckGraceSeconds: null,
    targetGroupArns: [],
    definition: { family: "order", containers: [container(only)] },
    ...rest,
  };
};

export const hostOf = (name: string): string => `${name}.c1abc2def3gh.eu-central-1.rds.amazonaws.com`;

export const instance = (name: string, parts: Partial<FoundInstance> = {}): FoundInstance => ({
  instance: name,
  engine: "postgres",
  endpoint: hostOf(name),
  dbCluster: null,
  secretArn: null,
  ...parts,
});

export const dbCluster = (name: string, parts: Partial<FoundDbCluster> = {}): FoundDbCluster => ({
  dbCluster: name,
  engine: "aurora-postgresql",
  endpoint: hostOf(`${name}.cluster-c1`),
  readerEndpoint: hostOf(`${name}.cluster-ro-c1`),
  customEndpoints: [],
  writer: `${name}-1`,
  readers: [`${name}-2`],
  secretArn: null,
  ...parts,
});

/** Environment variables as a task definition has them. */
export const variables = (pairs: Readonly<Record<string, string>>): FoundContainer["variables"] =>
  Object.entries(pairs).map(([name, value]) => ({ name, value }));

import {
  CreateDBInstanceCommand,
  CreateDBParameterGroupCommand,
  CreateDBProxyCommand,
  type DBInstance,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBParameterGroupCommand,
  type RDSClient,
} from "@aws-sdk/client-rds";
import { contractAccount } from "../../tests/contract/contract-clients.ts";

/** Every other instance goes: RDS lists those of the whole account. */
export const placeDatabases = async (rds: RDSClient, prefix: string, count: number): Promise<readonly string[]> => {
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
  const isReplica = (one: DBInstance): boolean => (one.ReadReplicaSourceDBInstanceIdentifier ?? "") !== "";
  const replicasFirst = [...DBInstances].sort((a, b) => Number(isReplica(b)) - Number(isReplica(a)));
  for (const { DBInstanceIdentifier } of replicasFirst)
    await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier, SkipFinalSnapshot: true }));
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(3, "0")}`);
  for (const DBInstanceIdentifier of names) {
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier,
        Engine: "postgres",
        EngineVersion: "16.4",
        DBInstanceClass: "db.t4g.medium",
        AllocatedStorage: 20,
        MasterUsername: "contract",
        MasterUserPassword: "contract-contract",
      }),
    );
  }
  return names;
};

export const placeParameterGroup = async (rds: RDSClient, name: string, maxConnections: string): Promise<string> => {
  const group = { DBParameterGroupName: name, DBParameterGroupFamily: "postgres16", Description: "contract" };
  await rds.send(new CreateDBParameterGroupCommand(group));
  await rds.send(
    new ModifyDBParameterGroupCommand({
      DBParameterGroupName: name,
      Parameters: [{ ParameterName: "max_connections", ParameterValue: maxConnections, ApplyMethod: "pending-reboot" }],
    }),
  );
  return name;
};

export const placeProxy = async (rds: RDSClient, name: string, subnets: readonly string[]): Promise<string> => {
  await rds.send(
    new CreateDBProxyCommand({
      DBProxyName: name,
      EngineFamily: "POSTGRESQL",
      RoleArn: `arn:aws:iam::${contractAccount}:role/contract`,
      VpcSubnetIds: subnets.slice(0, 2),
      Auth: [
        {
          AuthScheme: "SECRETS",
          IAMAuth: "DISABLED",
          SecretArn: `arn:aws:secretsmanager:eu-central-1:${contractAccount}:secret:contract`,
        },
      ],
    }),
  );
  return name;
};

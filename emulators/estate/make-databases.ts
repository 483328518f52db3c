import {
  CreateDBInstanceCommand,
  CreateDBParameterGroupCommand,
  ModifyDBParameterGroupCommand,
} from "@aws-sdk/client-rds";
import type { TestClients } from "../clients.ts";
import { estateDatabases } from "./estate-names.ts";

/** Each with a parameter group of its own: moto's default groups are empty. */
export const makeDatabases = async ({ rds }: TestClients): Promise<void> => {
  for (const { instance, formula } of estateDatabases) {
    const DBParameterGroupName = `${instance}-parameters`;
    await rds.send(
      new CreateDBParameterGroupCommand({
        DBParameterGroupName,
        DBParameterGroupFamily: "postgres16",
        Description: instance,
      }),
    );
    await rds.send(
      new ModifyDBParameterGroupCommand({
        DBParameterGroupName,
        Parameters: [{ ParameterName: "max_connections", ParameterValue: formula, ApplyMethod: "pending-reboot" }],
      }),
    );
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: instance,
        DBInstanceClass: "db.t3.medium",
        Engine: "postgres",
        EngineVersion: "16.4",
        AllocatedStorage: 20,
        DBParameterGroupName,
        MasterUsername: "owner",
        MasterUserPassword: "never-used-1",
      }),
    );
  }
};

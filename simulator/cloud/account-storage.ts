import type { DescribeDBClustersMessage, DescribeDBInstancesMessage } from "@aws-sdk/client-rds";
import type { ListSecretsRequest } from "@aws-sdk/client-secrets-manager";
import { accountPage } from "./account-pages.ts";
import type { AccountSpec } from "./account-spec.ts";

/** @see Amazon RDS API Reference: MaxRecords 20..100 */
const maxRecords = { least: 20, most: 100, otherwise: 100 };

/** Databases and secrets. */
export const storageAccountOperations = (account: () => AccountSpec) => ({
  "rds DescribeDBInstances": ({ Marker, MaxRecords }: DescribeDBInstancesMessage) => {
    const { page, next } = accountPage(account(), account().dbInstances, Marker, MaxRecords, maxRecords);
    return { DBInstances: page, Marker: next };
  },
  "rds DescribeDBClusters": ({ Marker, MaxRecords }: DescribeDBClustersMessage) => {
    const { page, next } = accountPage(account(), account().dbClusters, Marker, MaxRecords, maxRecords);
    return { DBClusters: page, Marker: next };
  },
  "secretsmanager ListSecrets": ({ NextToken, MaxResults }: ListSecretsRequest) => {
    const bounds = { most: 100, otherwise: 100 };
    const { page, next } = accountPage(account(), account().secrets, NextToken, MaxResults, bounds);
    return { SecretList: page, NextToken: next };
  },
});

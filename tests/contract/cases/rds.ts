import {
  CreateDBInstanceCommand,
  CreateDBInstanceReadReplicaCommand,
  DescribeDBClusterParametersCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBParametersCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyTargetGroupsCommand,
  DescribeDBProxyTargetsCommand,
  DescribeOrderableDBInstanceOptionsCommand,
  FailoverDBClusterCommand,
  ModifyDBInstanceCommand,
  RebootDBInstanceCommand,
  StartDBClusterCommand,
  StartDBInstanceCommand,
  StopDBClusterCommand,
  StopDBInstanceCommand,
} from "@aws-sdk/client-rds";
import { type ContractBed, refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference";

const namesIn = (instances: readonly { readonly DBInstanceIdentifier?: string | undefined }[] | undefined) =>
  (instances ?? []).map(({ DBInstanceIdentifier }) => DBInstanceIdentifier ?? "");

const missing = "contract-missing";
const instanceClass = "db.t4g.large";

const parametersOf = async ({ clients }: ContractBed, DBParameterGroupName: string) => {
  const found: { readonly ParameterValue?: string | undefined; readonly Source?: string | undefined }[] = [];
  let Marker: string | undefined;
  do {
    const page = await clients.rds.send(
      new DescribeDBParametersCommand({
        DBParameterGroupName,
        Marker,
        Filters: [{ Name: "parameter-name", Values: ["max_connections"] }],
      }),
    );
    found.push(...(page.Parameters ?? []).filter(({ ParameterName }) => ParameterName === "max_connections"));
    Marker = page.Marker;
  } while (Marker !== undefined);
  return found.map(({ ParameterValue, Source }) => ({ ParameterValue, Source }));
};

export const rdsCases = casesOf("rds", [
  {
    name: "Instances come page after page, each once, with as many in a page as MaxRecords says",
    cites: `${api}/API_DescribeDBInstances.html`,
    run: async (bed) => {
      const names = await bed.newDatabases(25);
      const pages: number[] = [];
      const found: string[] = [];
      let Marker: string | undefined;
      do {
        const page = await bed.clients.rds.send(new DescribeDBInstancesCommand({ MaxRecords: 20, Marker }));
        pages.push(page.DBInstances?.length ?? 0);
        found.push(...namesIn(page.DBInstances));
        Marker = page.Marker;
      } while (Marker !== undefined && pages.length < 10);
      return { pages, areAll: found.sort().join() === [...names].sort().join() };
    },
    expected: { pages: [20, 5], areAll: true },
  },
  {
    name: "A filter by names lists those instances and no others",
    cites: `${api}/API_DescribeDBInstances.html`,
    run: async (bed) => {
      const names = await bed.newDatabases(3);
      const Filters = [{ Name: "db-instance-id", Values: [names[2]!, names[0]!] }];
      const { DBInstances } = await bed.clients.rds.send(new DescribeDBInstancesCommand({ Filters }));
      return namesIn(DBInstances)
        .sort()
        .map((name) => names.indexOf(name));
    },
    expected: [0, 2],
  },
  {
    name: "An instance that is not there is told by name",
    cites: `${api}/API_DescribeDBInstances.html`,
    errors: ["DBInstanceNotFoundFault"],
    run: async (bed) => {
      const { rds } = bed.clients;
      const DBInstanceIdentifier = missing;
      return {
        describe: await refusalOf(rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }))),
        modify: await refusalOf(
          rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier, DBInstanceClass: instanceClass })),
        ),
        reboot: await refusalOf(rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier }))),
        stop: await refusalOf(rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier }))),
        start: await refusalOf(rds.send(new StartDBInstanceCommand({ DBInstanceIdentifier }))),
      };
    },
    expected: {
      describe: "DBInstanceNotFoundFault",
      modify: "DBInstanceNotFoundFault",
      reboot: "DBInstanceNotFoundFault",
      stop: "DBInstanceNotFoundFault",
      start: "DBInstanceNotFoundFault",
    },
  },
  {
    name: "A cluster that is not there is told by name",
    cites: `${api}/API_DescribeDBClusters.html`,
    errors: ["DBClusterNotFoundFault"],
    run: async (bed) => {
      const { rds } = bed.clients;
      const DBClusterIdentifier = missing;
      const instance = { DBInstanceIdentifier: "contract-new", DBInstanceClass: instanceClass };
      return {
        create: await refusalOf(
          rds.send(new CreateDBInstanceCommand({ ...instance, DBClusterIdentifier, Engine: "aurora-postgresql" })),
        ),
        describe: await refusalOf(rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier }))),
        stop: await refusalOf(rds.send(new StopDBClusterCommand({ DBClusterIdentifier }))),
        start: await refusalOf(rds.send(new StartDBClusterCommand({ DBClusterIdentifier }))),
        failover: await refusalOf(rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier }))),
      };
    },
    expected: {
      create: "DBClusterNotFoundFault",
      describe: "DBClusterNotFoundFault",
      stop: "DBClusterNotFoundFault",
      start: "DBClusterNotFoundFault",
      failover: "DBClusterNotFoundFault",
    },
  },
  {
    name: "A parameter has the value that somebody has set",
    cites: `${api}/API_DescribeDBParameters.html`,
    run: async (bed) =>
      (await parametersOf(bed, await bed.newParameterGroup("250"))).map(({ ParameterValue }) => ParameterValue),
    expected: ["250"],
  },
  {
    name: "A parameter that somebody has set is told as the user's",
    cites: `${api}/API_Parameter.html`,
    run: async (bed) => (await parametersOf(bed, await bed.newParameterGroup("250"))).map(({ Source }) => Source),
    expected: ["user"],
  },
  {
    name: "A parameter group that is not there is told by name, an instance's and a cluster's",
    cites: `${api}/API_DescribeDBParameters.html`,
    errors: ["DBParameterGroupNotFoundFault"],
    run: async (bed) => {
      const { rds } = bed.clients;
      const ofCluster = new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName: missing });
      return [await refusalOf(parametersOf(bed, missing)), await refusalOf(rds.send(ofCluster))];
    },
    expected: ["DBParameterGroupNotFoundFault", "DBParameterGroupNotFoundFault"],
  },
  {
    name: "An instance that was made has no second one of its name",
    cites: `${api}/API_CreateDBInstanceReadReplica.html`,
    errors: ["DBInstanceAlreadyExistsFault"],
    run: async (bed) => {
      const [source, other] = await bed.newDatabases(2);
      const command = new CreateDBInstanceReadReplicaCommand({
        DBInstanceIdentifier: other,
        SourceDBInstanceIdentifier: source,
      });
      return refusalOf(bed.clients.rds.send(command));
    },
    expected: "DBInstanceAlreadyExistsFault",
  },
  {
    name: "A read replica names its source, and the source its replicas",
    cites: `${api}/API_DBInstance.html`,
    run: async (bed) => {
      const [source = ""] = await bed.newDatabases(1);
      const { rds } = bed.clients;
      const replica = `${source}-replica`;
      await rds.send(
        new CreateDBInstanceReadReplicaCommand({
          DBInstanceIdentifier: replica,
          SourceDBInstanceIdentifier: source,
          Tags: [{ Key: "headgate:run", Value: "1" }],
        }),
      );
      const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
      const find = (name: string) => DBInstances.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === name);
      return {
        source: find(replica)?.ReadReplicaSourceDBInstanceIdentifier === source,
        replicas: find(source)?.ReadReplicaDBInstanceIdentifiers?.join() === replica,
        tags: find(replica)?.TagList,
      };
    },
    expected: { source: true, replicas: true, tags: [{ Key: "headgate:run", Value: "1" }] },
  },
  {
    name: "An instance that is not stopped cannot be started",
    cites: `${api}/API_StartDBInstance.html`,
    errors: ["InvalidDBInstanceStateFault"],
    run: async (bed) => {
      const [DBInstanceIdentifier] = await bed.newDatabases(1);
      return refusalOf(bed.clients.rds.send(new StartDBInstanceCommand({ DBInstanceIdentifier })));
    },
    expected: "InvalidDBInstanceStateFault",
  },
  {
    name: "A class that an engine does not run on is in no list of what can be ordered",
    cites: `${api}/API_DescribeOrderableDBInstanceOptions.html`,
    run: async (bed) => {
      const command = new DescribeOrderableDBInstanceOptionsCommand({
        Engine: "postgres",
        DBInstanceClass: "db.none.large",
      });
      return (await bed.clients.rds.send(command)).OrderableDBInstanceOptions ?? [];
    },
    expected: [],
  },
  {
    name: "A proxy has one target group, the default one, with its share of the connections",
    cites: `${api}/API_DescribeDBProxyTargetGroups.html`,
    run: async (bed) => {
      const DBProxyName = await bed.newProxy();
      const { rds } = bed.clients;
      const { DBProxies = [] } = await rds.send(new DescribeDBProxiesCommand({ DBProxyName }));
      const { TargetGroups = [] } = await rds.send(new DescribeDBProxyTargetGroupsCommand({ DBProxyName }));
      const { Targets = [] } = await rds.send(new DescribeDBProxyTargetsCommand({ DBProxyName }));
      return {
        proxies: DBProxies.map((proxy) => proxy.DBProxyName === DBProxyName),
        groups: TargetGroups.map(({ IsDefault, TargetGroupName, ConnectionPoolConfig }) => ({
          IsDefault,
          TargetGroupName,
          percent: ConnectionPoolConfig?.MaxConnectionsPercent,
        })),
        targets: Targets.length,
      };
    },
    expected: {
      proxies: [true],
      groups: [{ IsDefault: true, TargetGroupName: "default", percent: 100 }],
      targets: 0,
    },
  },
  {
    name: "A proxy that is not there is told by name",
    cites: `${api}/API_DescribeDBProxies.html`,
    errors: ["DBProxyNotFoundFault"],
    run: async ({ clients }) => refusalOf(clients.rds.send(new DescribeDBProxiesCommand({ DBProxyName: missing }))),
    expected: "DBProxyNotFoundFault",
  },
  {
    name: "A proxy that is not there is told by name when its targets are asked for",
    cites: `${api}/API_DescribeDBProxyTargets.html`,
    errors: ["DBProxyNotFoundFault"],
    run: async ({ clients }) => [
      await refusalOf(clients.rds.send(new DescribeDBProxyTargetGroupsCommand({ DBProxyName: missing }))),
      await refusalOf(clients.rds.send(new DescribeDBProxyTargetsCommand({ DBProxyName: missing }))),
    ],
    expected: ["DBProxyNotFoundFault", "DBProxyNotFoundFault"],
  },
]);

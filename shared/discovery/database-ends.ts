import { compareText } from "../config/by-name.ts";
import type { DatabasePlace, Engine } from "../config/database-config.ts";
import { type AccountReadings, engineOf, type FoundDbCluster, type FoundInstance } from "./account-readings.ts";
import { uniqueKeys } from "./unique-keys.ts";

/** Where a pool may end: a database, or a proxy in front of one. */
export type DatabaseEnd = {
  /** Its key in the draft. */
  readonly name: string;
  readonly kind: "database" | "proxy";
  readonly engine: Engine;
  /** Of the database; of a proxy the database behind it. */
  readonly at: DatabasePlace;
  /** DBProxyName; `null`: no proxy. */
  readonly proxy: string | null;
  /** Host names in lower case that lead there, with what they are called. */
  readonly hosts: readonly { readonly host: string; readonly what: string }[];
  /** The secret that RDS keeps of its master user. */
  readonly secretArn: string | null;
};

export type DatabaseEnds = {
  /** Sorted by name. */
  readonly ends: readonly DatabaseEnd[];
  /** Host names of databases that Headgate has no rules for, with the engine. */
  readonly foreignHosts: ReadonlyMap<string, string>;
  readonly leftOut: readonly { readonly what: string; readonly because: string }[];
};

type Unnamed = Omit<DatabaseEnd, "name"> & { readonly forms: readonly string[] };

/**
 * Every place in the account that a connection could end at. Databases are named before proxies.
 *
 * @param readings sorted by name
 */
export const databaseEnds = (readings: AccountReadings): DatabaseEnds => {
  const { instances, dbClusters, proxies } = readings;
  const members = new Map(
    dbClusters.flatMap((cluster) =>
      [...(cluster.writer === null ? [] : [cluster.writer]), ...cluster.readers].map((instance) => [instance, cluster]),
    ),
  );
  const single = instances.filter(({ instance, dbCluster }) => dbCluster === null && !members.has(instance));
  const known = [
    ...single.flatMap(instanceEnd),
    ...dbClusters.flatMap((cluster) =>
      clusterEnds(
        cluster,
        instances.filter(
          ({ instance, dbCluster }) => dbCluster === cluster.dbCluster || members.get(instance) === cluster,
        ),
      ),
    ),
  ].sort((a, b) => compareText(a.forms[0] ?? "", b.forms[0] ?? ""));
  const names = uniqueKeys(known.map(({ forms }) => forms));
  const databases = known.map(({ forms: _, ...end }, index): DatabaseEnd => ({ ...end, name: names[index]! }));
  const fronts = proxies;
  const frontNames = uniqueKeys(
    fronts.map(({ proxy }) => [proxy, `${proxy}-proxy`]),
    new Set(names),
  );
  const behind = fronts.map(({ proxy, endpoint, target }, index): DatabaseEnd | string => {
    const database = databases.find(({ at }) => leadsTo(at, target));
    if (database === undefined) return proxy;
    const hosts =
      endpoint === null ? [] : [{ host: endpoint.toLowerCase(), what: `the endpoint of the proxy ${proxy}` }];
    return { ...database, name: frontNames[index]!, kind: "proxy", proxy, hosts, secretArn: null };
  });
  const others = [...single, ...dbClusters].filter(({ engine }) => engineOf(engine) === null);
  return {
    ends: [...databases, ...behind.filter((end) => typeof end !== "string")].sort((a, b) =>
      compareText(a.name, b.name),
    ),
    foreignHosts: new Map(
      others.flatMap(({ endpoint, engine }) => (endpoint === null ? [] : [[endpoint.toLowerCase(), engine]])),
    ),
    leftOut: [
      ...others.map((other) => ({
        what: `the database ${"instance" in other ? other.instance : other.dbCluster}`,
        because: `Headgate knows no rules for ${other.engine}`,
      })),
      ...behind
        .filter((end) => typeof end === "string")
        .map((proxy) => ({ what: `the proxy ${proxy}`, because: "no database was seen behind it" })),
    ],
  };
};

const leadsTo = (at: DatabasePlace, target: { readonly kind: "instance" | "cluster"; readonly id: string } | null) =>
  target !== null &&
  (at.kind === "instance"
    ? target.kind === "instance" && at.instance === target.id
    : target.kind === "cluster" && at.cluster === target.id && at.role === "writer");

const instanceEnd = ({ instance, engine, endpoint, secretArn }: FoundInstance): readonly Unnamed[] => {
  const known = engineOf(engine);
  if (known === null) return [];
  const hosts = endpoint === null ? [] : [{ host: endpoint.toLowerCase(), what: `the endpoint of ${instance}` }];
  return [
    {
      forms: [instance, `${instance}-instance`],
      kind: "database",
      engine: known,
      at: { kind: "instance", instance },
      proxy: null,
      hosts,
      secretArn,
    },
  ];
};

/** The writer, and the readers together. An instance's own endpoint leads to the role that it has now. */
const clusterEnds = (cluster: FoundDbCluster, members: readonly FoundInstance[]): readonly Unnamed[] => {
  const engine = engineOf(cluster.engine);
  if (engine === null) return [];
  const { dbCluster, endpoint, readerEndpoint, customEndpoints, writer, secretArn } = cluster;
  const own = (isOfRole: (instance: string) => boolean) =>
    members.flatMap(({ instance, endpoint: host }) =>
      host !== null && isOfRole(instance)
        ? [{ host: host.toLowerCase(), what: `the endpoint of ${instance}, which may change its role` }]
        : [],
    );
  const named = (host: string | null, what: string) => (host === null ? [] : [{ host: host.toLowerCase(), what }]);
  const end = (role: "writer" | "reader", hosts: DatabaseEnd["hosts"]): Unnamed => ({
    forms: [`${dbCluster}-${role}`, `${dbCluster}-cluster-${role}`],
    kind: "database",
    engine,
    at: { kind: "cluster", cluster: dbCluster, role },
    proxy: null,
    hosts,
    secretArn: role === "writer" ? secretArn : null,
  });
  return [
    end("writer", [
      ...named(endpoint, `the endpoint of the cluster ${dbCluster}`),
      ...own((instance) => instance === writer),
    ]),
    end("reader", [
      ...named(readerEndpoint, `the reader endpoint of the cluster ${dbCluster}`),
      ...customEndpoints.map((host) => ({ host: host.toLowerCase(), what: `an endpoint of the cluster ${dbCluster}` })),
      ...own((instance) => instance !== writer),
    ]),
  ];
};

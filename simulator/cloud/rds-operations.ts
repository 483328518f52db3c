import type {
  CreateDBInstanceMessage,
  CreateDBInstanceReadReplicaMessage,
  DescribeOrderableDBInstanceOptionsMessage,
  FailoverDBClusterMessage,
  ModifyDBInstanceMessage,
  RebootDBInstanceMessage,
  StartDBClusterMessage,
  StartDBInstanceMessage,
  StopDBClusterMessage,
  StopDBInstanceMessage,
  Tag,
} from "@aws-sdk/client-rds";
import { secondsUntilWindow } from "../../shared/schedules/maintenance-window.ts";
import { AwsError } from "./aws-error.ts";
import { pageOf } from "./pages.ts";
import { defaultWindow, describeCluster, describeInstance } from "./rds.ts";
import { type DbClusterSpec, type DbInstanceSpec, type RdsSeconds, rdsSeconds } from "./rds-estate.ts";
import { type RdsTimeline, withCluster, withInstance } from "./rds-timeline.ts";

/** "If you don't manually start your DB instance after seven days, it is started". */
const startedAgainSeconds = 7 * 24 * 3600;
const mostReplicas = 15;
const optionsPerPage = 100;

const isAvailable = ({ status }: { readonly status?: string }): boolean => (status ?? "available") === "available";

/** RDS's operations, which take their time in the world. A request that the state doesn't allow is refused as RDS does. */
export class RdsOperations {
  readonly #timeline: RdsTimeline;

  constructor(timeline: RdsTimeline) {
    this.#timeline = timeline;
  }

  modifyDBInstance(input: ModifyDBInstanceMessage): object {
    const spec = this.#available(input.DBInstanceIdentifier);
    const { instance, instanceClass } = spec;
    const wanted = input.DBInstanceClass ?? spec.pendingClass ?? instanceClass;
    if (!this.#isOrderable(spec, wanted))
      throw new AwsError("InvalidParameterCombination", `RDS does not support creating a DB instance with ${wanted}`);
    this.#timeline.now(withInstance(instance, ({ pendingClass: _, ...rest }) => rest));
    if (wanted !== instanceClass) {
      this.#timeline.now(withInstance(instance, (one) => ({ ...one, pendingClass: wanted })));
      // What RDS begins it shows a moment later.
      const inSeconds =
        input.ApplyImmediately === true
          ? 5
          : secondsUntilWindow(spec.maintenanceWindow ?? defaultWindow, this.#timeline.nowMs);
      this.#timeline.later(inSeconds, (estate) => {
        const pending = estate.instances.find((one) => one.instance === instance)?.pendingClass;
        if (pending === undefined) return estate;
        this.#timeline.later(this.#seconds("modify"), withInstance(instance, restartedAs(pending)));
        return withInstance(instance, (one) => ({ ...one, status: "modifying" }))(estate);
      });
    }
    return this.#describe(instance);
  }

  createDBInstanceReadReplica(input: CreateDBInstanceReadReplicaMessage): object {
    const source = this.#available(input.SourceDBInstanceIdentifier);
    if ((source.backupRetentionDays ?? 1) === 0)
      throw new AwsError(
        "InvalidDBInstanceStateFault",
        "Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.",
      );
    const replicas = this.#timeline.estate().instances.filter(({ replicaOf }) => replicaOf === source.instance);
    if (replicas.length >= mostReplicas)
      throw new AwsError("InstanceQuotaExceededFault", `${source.instance} has ${replicas.length} read replicas`);
    const { pendingClass: _, tags: __, multiAz: ___, ...inherited } = source;
    const { DBInstanceIdentifier, DBInstanceClass, Tags } = input;
    return this.#create({
      ...inherited,
      instance: DBInstanceIdentifier?.toLowerCase() ?? "",
      instanceClass: DBInstanceClass ?? source.instanceClass,
      replicaOf: source.instance,
      backupRetentionDays: 0,
      tags: tagsOf(Tags),
    });
  }

  createDBInstance(input: CreateDBInstanceMessage): object {
    const cluster = this.#cluster(input.DBClusterIdentifier);
    const member = this.#timeline
      .estate()
      .instances.find(({ instance }) => instance === (cluster.writer ?? cluster.readers[0]));
    const instance = input.DBInstanceIdentifier?.toLowerCase() ?? "";
    const created = this.#create({
      instance,
      engine: input.Engine ?? "",
      engineVersion: member?.engineVersion ?? "",
      instanceClass: input.DBInstanceClass ?? "",
      tags: tagsOf(input.Tags),
    });
    this.#timeline.now(withCluster(cluster.cluster, (one) => ({ ...one, readers: [...one.readers, instance] })));
    return created;
  }

  stopDBInstance(input: StopDBInstanceMessage): object {
    const spec = this.#available(input.DBInstanceIdentifier);
    const { instance } = spec;
    const { instances, clusters } = this.#timeline.estate();
    const isReplicated = spec.replicaOf !== undefined || instances.some(({ replicaOf }) => replicaOf === instance);
    const isMember = clusters.some(({ writer, readers }) => writer === instance || readers.includes(instance));
    if (isReplicated || isMember)
      throw new AwsError("InvalidDBInstanceStateFault", `Cannot stop ${instance}: read replica or cluster member`);
    this.#timeline.now(withInstance(instance, (one) => ({ ...one, status: "stopping" })));
    this.#timeline.later(
      this.#seconds("stop"),
      withInstance(instance, (one) => ({ ...one, status: "stopped" })),
    );
    this.#timeline.later(startedAgainSeconds, (estate) => {
      const isStopped = estate.instances.some((one) => one.instance === instance && one.status === "stopped");
      return isStopped ? withInstance(instance, (one) => ({ ...one, status: "available" }))(estate) : estate;
    });
    return this.#describe(instance);
  }

  startDBInstance(input: StartDBInstanceMessage): object {
    const { instance, status } = this.#instance(input.DBInstanceIdentifier);
    if (status !== "stopped")
      throw new AwsError("InvalidDBInstanceStateFault", `Instance ${instance} is not stopped, but ${status}`);
    this.#timeline.now(withInstance(instance, (one) => ({ ...one, status: "starting" })));
    this.#timeline.later(
      this.#seconds("start"),
      withInstance(instance, (one) => ({ ...one, status: "available" })),
    );
    return this.#describe(instance);
  }

  stopDBCluster(input: StopDBClusterMessage): object {
    const spec = this.#cluster(input.DBClusterIdentifier);
    if (!isAvailable(spec) || spec.engineMode === "serverless" || spec.globalCluster !== undefined)
      throw new AwsError("InvalidDBClusterStateFault", `DbCluster ${spec.cluster} can't be stopped`);
    this.#clusterStatus(spec, "stopping", this.#seconds("stop"), "stopped");
    return { DBCluster: describeCluster(this.#cluster(spec.cluster)) };
  }

  startDBCluster(input: StartDBClusterMessage): object {
    const spec = this.#cluster(input.DBClusterIdentifier);
    if (spec.status !== "stopped")
      throw new AwsError("InvalidDBClusterStateFault", `DbCluster ${spec.cluster} is in ${spec.status ?? "available"}`);
    this.#clusterStatus(spec, "starting", this.#seconds("start"), "available");
    return { DBCluster: describeCluster(this.#cluster(spec.cluster)) };
  }

  rebootDBInstance(input: RebootDBInstanceMessage): object {
    const { instance, multiAz, zone } = this.#available(input.DBInstanceIdentifier);
    const isForced = input.ForceFailover === true;
    if (isForced && multiAz !== true)
      throw new AwsError(
        "InvalidParameterCombination",
        "Cannot specify ForceFailover when the instance is not configured for MultiAZ.",
      );
    const other = (zone ?? "a") === "a" ? "b" : "a";
    this.#timeline.now(withInstance(instance, (one) => ({ ...one, status: "rebooting" })));
    this.#timeline.later(
      this.#seconds("reboot"),
      withInstance(instance, (one) => ({
        ...one,
        status: "available",
        parameterApplyStatus: "in-sync",
        ...(isForced ? { zone: other } : {}),
      })),
    );
    return this.#describe(instance);
  }

  failoverDBCluster(input: FailoverDBClusterMessage): object {
    const spec = this.#cluster(input.DBClusterIdentifier);
    if (!isAvailable(spec))
      throw new AwsError("InvalidDBClusterStateFault", `DbCluster ${spec.cluster} is in ${spec.status}`);
    const target = input.TargetDBInstanceIdentifier ?? spec.readers[0];
    if (target === undefined || !spec.readers.includes(target))
      throw new AwsError("InvalidDBClusterStateFault", `DbCluster ${spec.cluster} has no reader ${target ?? ""}`);
    this.#timeline.now(withCluster(spec.cluster, (one) => ({ ...one, status: "failing-over" })));
    this.#timeline.later(
      this.#seconds("failover"),
      withCluster(spec.cluster, (one) => ({
        ...one,
        status: "available",
        writer: target,
        readers: [...one.readers.filter((reader) => reader !== target), ...(one.writer === null ? [] : [one.writer])],
      })),
    );
    return { DBCluster: describeCluster(this.#cluster(spec.cluster)) };
  }

  describeOrderableDBInstanceOptions(input: DescribeOrderableDBInstanceOptionsMessage): object {
    const { orderable = [] } = this.#timeline.estate();
    const found = orderable.filter(
      ({ engine, engineVersion, instanceClass }) =>
        engine === input.Engine &&
        (input.EngineVersion === undefined || engineVersion === input.EngineVersion) &&
        (input.DBInstanceClass === undefined || instanceClass === input.DBInstanceClass),
    );
    const { page, next } = pageOf(found, input.Marker, input.MaxRecords ?? optionsPerPage);
    return {
      OrderableDBInstanceOptions: page.map(({ engine, engineVersion, instanceClass }) => ({
        Engine: engine,
        EngineVersion: engineVersion,
        DBInstanceClass: instanceClass,
        MultiAZCapable: true,
        Vpc: true,
      })),
      Marker: next,
    };
  }

  #create(spec: DbInstanceSpec): object {
    const { instance } = spec;
    if (this.#timeline.estate().instances.some((one) => one.instance === instance))
      throw new AwsError("DBInstanceAlreadyExistsFault", "DB instance already exists");
    this.#timeline.now((estate) => ({ ...estate, instances: [...estate.instances, { ...spec, status: "creating" }] }));
    this.#timeline.later(
      this.#seconds("create"),
      withInstance(instance, (one) => ({ ...one, status: "available" })),
    );
    return this.#describe(instance);
  }

  #clusterStatus({ cluster, writer, readers }: DbClusterSpec, begins: string, seconds: number, ends: string): void {
    const members = [...(writer === null ? [] : [writer]), ...readers];
    const all = (status: string) => (estate: Parameters<ReturnType<typeof withCluster>>[0]) =>
      members.reduce(
        (changed, member) => withInstance(member, (one) => ({ ...one, status }))(changed),
        withCluster(cluster, (one) => ({ ...one, status }))(estate),
      );
    this.#timeline.now(all(begins));
    this.#timeline.later(seconds, all(ends));
  }

  #seconds(operation: keyof RdsSeconds): number {
    return this.#timeline.estate().seconds?.[operation] ?? rdsSeconds[operation];
  }

  #describe(id: string): object {
    const { clusters, instances } = this.#timeline.estate();
    return { DBInstance: describeInstance(this.#instance(id), clusters, instances) };
  }

  #available(id: string | undefined): DbInstanceSpec {
    const spec = this.#instance(id);
    if (!isAvailable(spec))
      throw new AwsError("InvalidDBInstanceStateFault", `Database instance ${id} is not in available state.`);
    return spec;
  }

  #instance(id: string | undefined): DbInstanceSpec {
    const spec = this.#timeline.estate().instances.find(({ instance }) => instance === id?.toLowerCase());
    if (spec === undefined) throw new AwsError("DBInstanceNotFoundFault", `DBInstance ${id} not found.`, 404);
    return spec;
  }

  #cluster(id: string | undefined): DbClusterSpec {
    const spec = this.#timeline.estate().clusters.find(({ cluster }) => cluster === id?.toLowerCase());
    if (spec === undefined) throw new AwsError("DBClusterNotFoundFault", `DBCluster ${id} not found.`, 404);
    return spec;
  }

  #isOrderable({ engine, engineVersion, instanceClass }: DbInstanceSpec, wanted: string): boolean {
    if (wanted === instanceClass) return true;
    return (this.#timeline.estate().orderable ?? []).some(
      (one) => one.engine === engine && one.engineVersion === engineVersion && one.instanceClass === wanted,
    );
  }
}

/** A new class starts the instance anew, and what waited for a reboot is in force with it. */
const restartedAs =
  (instanceClass: string) =>
  ({ pendingClass: _, ...rest }: DbInstanceSpec): DbInstanceSpec => ({
    ...rest,
    instanceClass,
    status: "available",
    parameterApplyStatus: "in-sync",
    ...(rest.multiAz === true ? { zone: (rest.zone ?? "a") === "a" ? ("b" as const) : ("a" as const) } : {}),
  });

const tagsOf = (tags: readonly Tag[] | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));

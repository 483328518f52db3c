import { expect, it } from "@jest/globals";
import fc from "fast-check";
import type { OperatedDatabase, OperatedInstance } from "../../shared/aws/read-operated-database.ts";
import { nextMove, writerOf } from "../../shared/runbooks/databases/resize-order.ts";

const wanted = "db.r6g.xlarge";

const instance = (name: string, instanceClass: string): OperatedInstance => ({
  instance: name,
  resourceId: name,
  status: "available",
  engine: "aurora-postgresql",
  engineVersion: "16.4",
  instanceClass,
  multiAz: false,
  allocatedStorageGib: 1,
  port: 5432,
  isReplica: false,
  cluster: "c",
  parameterGroups: [],
  performanceInsights: false,
  arn: "",
  endpoint: name,
  pendingClass: null,
  pending: [],
  maintenanceWindow: "sun:03:00-sun:03:30",
  backupRetentionDays: 1,
  replicaOf: null,
  replicas: [],
  zone: null,
  tags: {},
});

const clusterOf = (instances: readonly OperatedInstance[], writer: string): OperatedDatabase => ({
  instances,
  cluster: {
    cluster: "c",
    status: "available",
    parameterGroup: null,
    serverless: null,
    members: instances.map((one) => ({
      instance: one.instance,
      isWriter: one.instance === writer,
      parameterApplyStatus: "in-sync",
    })),
    engine: "aurora-postgresql",
    engineMode: "provisioned",
    maintenanceWindow: "sun:03:00-sun:03:30",
    globalCluster: null,
    isReplicated: false,
  },
});

it("always ends with every member on the class, and never touches the writer while a reader could take its place", () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
      fc.nat(),
      (haveIt: readonly boolean[], seed: number) => {
        const names = haveIt.map((_, index) => `m${index}`);
        let database = clusterOf(
          haveIt.map((has, index) => instance(names[index]!, has ? wanted : "db.r6g.large")),
          names[seed % names.length]!,
        );
        // A modify each, and one failover.
        for (let moves = 0; moves <= names.length + 1; moves += 1) {
          const move = nextMove(database, names, wanted);
          if (move.kind === "none") {
            expect(database.instances.every(({ instanceClass }) => instanceClass === wanted)).toBe(true);
            return;
          }
          const writer = writerOf(database)!;
          if (move.kind === "failover") {
            expect(move.from).toBe(writer);
            expect(database.instances.find((one) => one.instance === move.to)?.instanceClass).toBe(wanted);
            database = clusterOf(database.instances, move.to);
          } else {
            expect(move.kind).toBe("modify");
            const { instance: name } = move as { readonly instance: string };
            if (names.length > 1) expect(name).not.toBe(writer);
            const changed = database.instances.map((one) => (one.instance === name ? instance(name, wanted) : one));
            database = clusterOf(changed, writer);
          }
        }
        throw new Error("it goes on for ever");
      },
    ),
  );
});

import { describe, expect, it } from "@jest/globals";
import type { Ecs } from "../../shared/aws/clients.ts";
import { readTaskCounts } from "../../shared/aws/read-tasks.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { serviceConfig } from "../scale/small-world.ts";
import { answering, awsError } from "./answering.ts";

const pools: ServiceConfig["pools"] = [
  {
    database: "orders",
    proxy: null,
    connectionsPerTask: 10,
    kind: "fixed",
    minimumConnectionsPerTask: 10,
    admission: "worst",
  },
];

const pooled = (name: string, changes: Partial<ServiceConfig> = {}): ServiceConfig =>
  serviceConfig({ name, ecsService: name, pools, ...changes });

const described = (serviceName: string, changes: object = {}): object => ({
  serviceName,
  status: "ACTIVE",
  desiredCount: 4,
  runningCount: 3,
  pendingCount: 1,
  schedulingStrategy: "REPLICA",
  deploymentConfiguration: { maximumPercent: 150, minimumHealthyPercent: 50 },
  deployments: [{ id: "ecs-svc/1", status: "PRIMARY", rolloutState: "COMPLETED", createdAt: new Date(1_000) }],
  ...changes,
});

type Input = { services: string[]; cluster: string; tasks: string[]; desiredStatus: string; nextToken?: string };

/** ECS with one active service per name and no task, except where an answer is given. */
const ecs = (answers: Readonly<Record<string, (input: Input) => unknown>> = {}) =>
  answering<Ecs>((operation, input) => {
    const answer = answers[operation];
    if (answer !== undefined) return answer(input as unknown as Input);
    if (operation === "DescribeServices")
      return { services: (input as unknown as Input).services.map((name) => described(name)), failures: [] };
    return operation === "ListTasks" ? { taskArns: [] } : { tasks: [], failures: [] };
  });

const shop = pooled("checkout");
const readingOf = async (fake: { readonly client: Ecs }, service = shop) =>
  (await readTaskCounts(fake.client, [service])).get(service.name);

describe("services", () => {
  it("are described ten at a time and per cluster, each answered", async () => {
    const fake = ecs();
    const services = Array.from({ length: 23 }, (_, n) => pooled(`s-${n}`, { cluster: n < 12 ? "one" : "two" }));
    const readings = await readTaskCounts(fake.client, services);
    const sizes = fake.asked
      .filter(({ operation }) => operation === "DescribeServices")
      .map(({ input }) => `${input["cluster"]} ${(input["services"] as unknown as string[]).length}`);
    expect(sizes.sort()).toEqual(["one 10", "one 2", "two 1", "two 10"]);
    expect([...readings.values()].map(({ kind }) => kind)).toEqual(services.map(() => "known"));
  });

  it("are known with their counts, their deployment settings and their revision", async () => {
    expect(await readingOf(ecs())).toEqual({
      kind: "known",
      value: {
        desired: 4,
        running: 3,
        pending: 1,
        stopping: 0,
        deployment: { kind: "none" },
        maximumPercent: 150,
        minimumHealthyPercent: 50,
        scheduling: "REPLICA",
        strategy: "ROLLING",
        bakeMinutes: 0,
        unhealthy: 0,
        rebalancing: false,
        revision: "ecs-svc/1",
        lastStartAtMs: null,
        lastStopAtMs: null,
      },
    });
  });

  const active = described("checkout");
  it.each([
    {
      when: "a service that ECS calls MISSING",
      answer: { services: [], failures: [{ arn: "checkout", reason: "MISSING" }] },
      expected: "not-found",
    },
    {
      when: "MISSING by its ARN",
      answer: {
        services: [],
        failures: [{ arn: "arn:aws:ecs:eu-central-1:1:service/shop/checkout", reason: "MISSING" }],
      },
      expected: "not-found",
    },
    { when: "an INACTIVE service", answer: { services: [{ ...active, status: "INACTIVE" }] }, expected: "not-found" },
    {
      when: "a failure of another reason",
      answer: { services: [], failures: [{ arn: "checkout", reason: "INTERNAL" }] },
      expected: "failed",
    },
    { when: "no answer at all", answer: {}, expected: "failed" },
    {
      when: "another service's failure",
      answer: { services: [], failures: [{ arn: "basket", reason: "MISSING" }] },
      expected: "failed",
    },
  ])("$when is $expected: only ECS's own word makes it zero tasks", async ({ answer, expected }) => {
    expect(await readingOf(ecs({ DescribeServices: () => answer }))).toMatchObject({
      kind: "unknown",
      because: expected,
    });
  });

  it("that are being deleted (DRAINING) still hold what runs", async () => {
    const DescribeServices = () => ({ services: [{ ...active, status: "DRAINING", desiredCount: 0 }] });
    expect(await readingOf(ecs({ DescribeServices }))).toMatchObject({
      kind: "known",
      value: { desired: 0, running: 3 },
    });
  });

  it.each([
    { error: "ClusterNotFoundException", expected: "failed" },
    { error: "AccessDeniedException", expected: "access-denied" },
    { error: "ThrottlingException", expected: "failed" },
  ])(
    "whose call throws $error are unknown ($expected), with the call in the detail; others are read",
    async ({ error, expected }) => {
      const DescribeServices = ({ cluster, services }: Input) => {
        if (cluster === "lost") throw awsError(error);
        return { services: services.map((name) => described(name)) };
      };
      const lost = pooled("lost", { cluster: "lost" });
      const readings = await readTaskCounts(ecs({ DescribeServices }).client, [lost, shop]);
      const detail = `ecs:DescribeServices lost/lost: ${error}: on purpose`;
      expect(readings.get("lost")).toEqual({ kind: "unknown", because: expected, detail });
      expect(readings.get("checkout")?.kind).toBe("known");
    },
  );

  it.each([
    { when: "one finished deployment is none", changes: {}, expected: { kind: "none" } },
    {
      when: "two deployments are a rollout since the newer one",
      changes: {
        deployments: [
          { id: "2", status: "PRIMARY", rolloutState: "IN_PROGRESS", createdAt: new Date(9_000) },
          { id: "1", status: "ACTIVE", rolloutState: "COMPLETED", createdAt: new Date(1_000) },
        ],
      },
      expected: { kind: "rolling", sinceMs: 9_000 },
    },
    {
      when: "a single one that is still IN_PROGRESS is a rollout",
      changes: {
        deployments: [{ id: "1", status: "PRIMARY", rolloutState: "IN_PROGRESS", createdAt: new Date(5_000) }],
      },
      expected: { kind: "rolling", sinceMs: 5_000 },
    },
    {
      when: "one task set of CODE_DEPLOY is none",
      changes: {
        deploymentController: { type: "CODE_DEPLOY" },
        deployments: [],
        taskSets: [{ id: "a", status: "PRIMARY" }],
      },
      expected: { kind: "none" },
    },
    {
      when: "two task sets of CODE_DEPLOY are an external deployment",
      changes: {
        deploymentController: { type: "CODE_DEPLOY" },
        deployments: [],
        taskSets: [
          { id: "a", status: "PRIMARY", createdAt: new Date(1_000) },
          { id: "b", status: "ACTIVE", createdAt: new Date(2_000) },
        ],
      },
      expected: { kind: "external", sinceMs: 2_000 },
    },
  ])("$when", async ({ changes, expected }) => {
    const DescribeServices = () => ({ services: [described("checkout", changes)] });
    expect(await readingOf(ecs({ DescribeServices }))).toMatchObject({ value: { deployment: expected } });
  });
});

describe("a deployment's way", () => {
  const event = (seconds: number, message: string) => ({ createdAt: new Date(seconds * 1000), message });
  const unbalanced = event(
    20,
    "(service shop) is not AZ balanced with 3 tasks in a and 1 in b. AZ Rebalancing in progress.",
  );
  const balanced = event(30, "(service shop) is AZ balanced with 2 tasks in a and 2 in b.");
  const steady = event(40, "(service shop) has reached a steady state.");
  it.each([
    { when: "is ROLLING where ECS doesn't say", changes: {}, expected: { strategy: "ROLLING", bakeMinutes: 0 } },
    {
      when: "is ECS's own strategy, with its bake time",
      changes: { deploymentConfiguration: { strategy: "BLUE_GREEN", bakeTimeInMinutes: 15 } },
      expected: { strategy: "BLUE_GREEN", bakeMinutes: 15 },
    },
    {
      when: "is the controller where it is not ECS",
      changes: { deploymentController: { type: "CODE_DEPLOY" }, deployments: [], taskSets: [] },
      expected: { strategy: "CODE_DEPLOY" },
    },
    {
      when: "moves tasks between zones while the newest word about balance says so",
      changes: { availabilityZoneRebalancing: "ENABLED", events: [steady, unbalanced] },
      expected: { rebalancing: true },
    },
    {
      when: "is over once ECS says that the zones are balanced, in whatever order the events come",
      changes: { availabilityZoneRebalancing: "ENABLED", events: [unbalanced, balanced] },
      expected: { rebalancing: false },
    },
    {
      when: "moves nothing where rebalancing is switched off",
      changes: { availabilityZoneRebalancing: "DISABLED", events: [unbalanced] },
      expected: { rebalancing: false },
    },
    {
      when: "moves nothing where ECS says nothing",
      changes: { availabilityZoneRebalancing: "ENABLED" },
      expected: { rebalancing: false },
    },
  ])("$when", async ({ changes, expected }) => {
    const DescribeServices = () => ({ services: [described("checkout", changes)] });
    expect(await readingOf(ecs({ DescribeServices }))).toMatchObject({ value: expected });
  });
});

describe("tasks", () => {
  const arnsOf = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, n) => `task/${from + n}`);
  const at = (seconds: number): Date => new Date(seconds * 1000);

  it("of 250 are listed page by page and described by hundreds", async () => {
    const ListTasks = ({ desiredStatus, nextToken = "0" }: Input) => {
      if (desiredStatus === "STOPPED") return { taskArns: [] };
      const from = Number(nextToken);
      const to = Math.min(250, from + 100);
      return { taskArns: arnsOf(from, to), ...(to < 250 ? { nextToken: String(to) } : {}) };
    };
    const DescribeTasks = ({ tasks }: Input) => ({
      tasks: tasks.map((taskArn) => ({ taskArn, lastStatus: "RUNNING", createdAt: at(Number(taskArn.slice(5))) })),
    });
    const fake = ecs({ ListTasks, DescribeTasks });
    expect(await readingOf(fake)).toMatchObject({ value: { stopping: 0, lastStartAtMs: 249_000 } });
    const described = fake.asked.filter(({ operation }) => operation === "DescribeTasks");
    expect(described.map(({ input }) => (input["tasks"] as unknown as string[]).length)).toEqual([100, 100, 50]);
  });

  it("that were told to stop and have not yet stopped are stopping; the latest start and stop are found", async () => {
    const ListTasks = ({ desiredStatus }: Input) => ({
      taskArns: desiredStatus === "RUNNING" ? ["a"] : ["b", "c", "d"],
    });
    const all: Record<string, object> = {
      a: { lastStatus: "RUNNING", createdAt: at(10), startedAt: at(20) },
      b: { lastStatus: "DEACTIVATING", createdAt: at(1), startedAt: at(2), stoppingAt: at(50) },
      c: { lastStatus: "STOPPING", createdAt: at(1), startedAt: at(2), stoppingAt: at(55) },
      d: { lastStatus: "STOPPED", createdAt: at(1), startedAt: at(2), stoppingAt: at(30), stoppedAt: at(40) },
    };
    const DescribeTasks = ({ tasks }: Input) => ({ tasks: tasks.map((arn) => all[arn]) });
    expect(await readingOf(ecs({ ListTasks, DescribeTasks }))).toMatchObject({
      value: { stopping: 2, lastStartAtMs: 20_000, lastStopAtMs: 55_000 },
    });
  });

  it("whose health check fails are counted while ECS lets them run", async () => {
    const ListTasks = ({ desiredStatus }: Input) => ({
      taskArns: desiredStatus === "RUNNING" ? ["a", "b", "c"] : ["d"],
    });
    const health: Record<string, string> = { a: "UNHEALTHY", b: "UNKNOWN", c: "HEALTHY", d: "UNHEALTHY" };
    const DescribeTasks = ({ tasks }: Input) => ({
      tasks: tasks.map((arn) => ({ lastStatus: "RUNNING", healthStatus: health[arn] })),
    });
    expect(await readingOf(ecs({ ListTasks, DescribeTasks }))).toMatchObject({ value: { unhealthy: 1, stopping: 1 } });
  });

  it("of a service without pools are not listed: nobody needs them", async () => {
    const fake = ecs();
    await readingOf(fake, serviceConfig());
    expect(fake.operations()).toEqual(["DescribeServices"]);
  });

  it.each([
    { when: "gone since they were listed are ignored", reason: "MISSING", expected: { kind: "known" } },
    {
      when: "that ECS can't tell of make the service unknown",
      reason: "INTERNAL",
      expected: { kind: "unknown", because: "failed" },
    },
  ])("$when", async ({ reason, expected }) => {
    const ListTasks = ({ desiredStatus }: Input) => ({ taskArns: desiredStatus === "STOPPED" ? ["a"] : [] });
    const DescribeTasks = () => ({ tasks: [], failures: [{ arn: "a", reason }] });
    expect(await readingOf(ecs({ ListTasks, DescribeTasks }))).toMatchObject(expected);
  });

  it.each([
    { error: "ClusterNotFoundException", expected: "failed" },
    { error: "ServiceNotFoundException", expected: "failed" },
    { error: "AccessDeniedException", expected: "access-denied" },
  ])("whose listing throws $error are unknown ($expected), never zero", async ({ error, expected }) => {
    const ListTasks = () => {
      throw awsError(error);
    };
    expect(await readingOf(ecs({ ListTasks }))).toMatchObject({ kind: "unknown", because: expected });
  });
});

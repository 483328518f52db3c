import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { parseConfig } from "../../../shared/config/read-config.ts";
import { Account } from "../../../simulator/cloud/account/account.ts";
import { type AccountSpec, emptyAccount } from "../../../simulator/cloud/account/account-spec.ts";
import { AwsError } from "../../../simulator/cloud/aws-error.ts";
import { againstAccount, withoutProgress } from "../against-account.ts";
import { ecsService, passwordOfOrder, shopAccount, taskDefinition } from "./init-account.ts";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "headgate-init-")));
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (): string => readFileSync(join(folder, "headgate.yml"), "utf8");

describe("headgate init", () => {
  it("writes a file that validate takes, with the figures of the account, and says what to do next", async () => {
    const { status, stdout, stderr } = await againstAccount(new Account(shopAccount()), folder, ["init"]);
    expect({ status, stderr: withoutProgress(stderr) }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(
      /^headgate\.yml is written: 3 services, 2 databases\. .*\n1\. .*\n2\. npx headgate validate\n3\. /,
    );
    const text = written();
    for (const line of [
      "      min: 2 # read: MinCapacity of its scaling target",
      "      cpu: 55 # read: TargetValue of the policy cpu-55",
      "      deregistrationDelaySeconds: 25 # read: deregistration delay of its target group",
      "        size: 12 # likely: pool_size in DATABASE_URL",
      "        processes: 3 # likely: WEB_CONCURRENCY",
      "        library: hikaricp # likely: the form of SPRING_DATASOURCE_URL",
      "  # Alarms on it that signals.alarms may name: order-latency.",
      "# Left out: the service log-agent in shop: a DAEMON service has one task per instance, so its count can't be decided.",
      "# Left out: the service blue in shop: its deployments are EXTERNAL: whoever runs its task sets decides its count.",
      "# Left out: the database legacy: Headgate knows no rules for oracle-ee.",
    ])
      expect(text.split("\n")).toContain(line);
    expect(text).not.toContain(passwordOfOrder);
    const validated = await againstAccount(new Account(emptyAccount), folder, ["validate", "--json"]);
    expect(validated.status).toBe(0);
    expect(JSON.parse(validated.stdout)).toMatchObject({
      warnings: expect.arrayContaining([expect.objectContaining({ code: "limit-unknown" })]),
      databases: [
        { name: "shop-orders", services: [{ name: "order", connectionsPerTask: 36 }] },
        { name: "users-writer" },
      ],
    });
  });

  it("never overwrites a file, asks AWS nothing then, and does so with --force", async () => {
    writeFileSync(join(folder, "headgate.yml"), "mine\n");
    const account = new Account(shopAccount());
    const refused = await againstAccount(account, folder, ["init"]);
    expect(refused).toEqual({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(/is there and is not overwritten\.\n {2}fix: .*--force/),
    });
    expect(account.calls).toEqual([]);
    expect(written()).toBe("mine\n");
    expect((await againstAccount(account, folder, ["init", "--force"])).status).toBe(0);
    expect(parseConfig(written(), "headgate.yml").kind).toBe("ok");
    expect(readdirSync(folder)).toEqual(["headgate.yml"]);
  });

  it("writes nothing with --dry-run and --json, and JSON has no password either", async () => {
    const dry = await againstAccount(new Account(shopAccount()), folder, ["init", "--dry-run"]);
    expect(dry.status).toBe(0);
    expect(parseConfig(dry.stdout, "headgate.yml").kind).toBe("ok");
    const json = await againstAccount(new Account(shopAccount()), folder, ["init", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      kind: "draft",
      account: "123456789012",
      region: "eu-central-1",
      services: [{ name: "mailer" }, { name: "order" }, { name: "user", pools: [{ end: "front" }] }],
    });
    expect(json.stdout).not.toContain(passwordOfOrder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("reads every page: 130 clusters, 23 services in one, 120 databases", async () => {
    const many = Array.from({ length: 23 }, (_, index) => `svc-${index}`);
    const spec: AccountSpec = {
      ...emptyAccount,
      clusters: [
        ...Array.from({ length: 129 }, (_, index) => ({
          name: `c-${index}`,
          services: index < 2 ? [ecsService("same")] : [],
        })),
        {
          name: "large",
          services: many.map((name) => ecsService(name, { taskDefinition: taskDefinition("one").taskDefinitionArn! })),
        },
      ],
      definitions: [taskDefinition("one"), taskDefinition("same", { DB_HOST: "db-119.example.rds.amazonaws.com" })],
      estate: {
        ...shopAccount().estate,
        instances: Array.from({ length: 120 }, (_, index) => ({
          instance: `db-${index}`,
          engine: "postgres",
          engineVersion: "16.4",
          instanceClass: "db.t4g.micro",
        })),
        clusters: [],
        proxies: [],
      },
    };
    const account = new Account(spec);
    const { status, stdout } = await againstAccount(account, folder, ["init", "--json"]);
    expect(status).toBe(0);
    const { services } = JSON.parse(stdout) as {
      readonly services: readonly { readonly name: string; readonly pools: readonly { readonly end: string }[] }[];
    };
    expect(services).toHaveLength(25);
    expect(
      services.filter(({ name }) => name.endsWith("same")).map(({ name, pools }) => [name, pools[0]!.end]),
    ).toEqual([
      ["c-0-same", "db-119"],
      ["c-1-same", "db-119"],
    ]);
    const times = (call: string) => account.calls.filter((one) => one === call).length;
    // 23 services in calls of ten, and one for each of the two others.
    expect({
      lists: times("ecs ListClusters"),
      describes: times("ecs DescribeServices"),
      definitions: times("ecs DescribeTaskDefinition"),
    }).toEqual({ lists: 2, describes: 5, definitions: 2 });
  });

  it("--cluster reads no other", async () => {
    const spec = shopAccount();
    const account = new Account({
      ...spec,
      clusters: [...spec.clusters, { name: "prod", services: [ecsService("order")] }],
    });
    const { stdout } = await againstAccount(account, folder, ["init", "--cluster", "prod", "--json"]);
    expect(JSON.parse(stdout).services).toMatchObject([{ name: "order", cluster: { value: "prod" } }]);
    expect(account.calls).not.toContain("ecs ListClusters");
  });

  it("a missing right is a comment that names the action, and no crash", async () => {
    const account = new Account(shopAccount());
    account.deny(
      "rds:DescribeDBInstances",
      "rds:DescribeDBClusters",
      "rds:DescribeDBProxies",
      "application-autoscaling:DescribeScalableTargets",
      "cloudwatch:DescribeAlarms",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
    );
    const { status, stderr } = await againstAccount(account, folder, ["init", "--yes"]);
    expect(status).toBe(0);
    for (const action of [
      "rds:DescribeDBInstances",
      "application-autoscaling:DescribeScalableTargets",
      "elasticloadbalancing:DescribeTargetGroupAttributes",
    ]) {
      expect(stderr).toContain(`allow ${action} and run it again`);
      expect(written()).toContain(`allow ${action} and run it again`);
    }
    expect(written()).toContain("Its pools are not known: databases could not be read.");
    expect(written()).toContain("min: 2 # likely: its desired count; scaling targets could not be read");
    expect(parseConfig(written(), "headgate.yml").kind).toBe("ok");
  });

  it("says how far it is once it takes longer than a second, on standard error", async () => {
    const account = new Account(shopAccount());
    const slow: Pick<Account, "handle"> = {
      handle: async (service, operation, input) => {
        if (operation === "ListServices") await new Promise((resolve) => setTimeout(resolve, 1_500));
        return account.handle(service, operation, input);
      },
    };
    const { status, stdout, stderr } = await againstAccount(slow, folder, ["init", "--json"]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^8 of 8 readings, 100 %, \d+ s\n$/m);
    expect(JSON.parse(stdout).kind).toBe("draft");
  });

  it("a throttled call is asked again", async () => {
    const account = new Account(shopAccount());
    account.failures.answerNext("ecs ListServices", new AwsError("ThrottlingException", "Rate exceeded"), 2);
    const { status } = await againstAccount(account, folder, ["init"]);
    expect(status).toBe(0);
    expect(written()).not.toContain("Not read:");
  });

  it.each<{
    when: string;
    spec: () => AccountSpec;
    denied?: string;
    args?: readonly string[];
    env?: Readonly<Record<string, string | undefined>>;
    says: RegExp;
  }>([
    {
      when: "an empty account",
      spec: () => emptyAccount,
      says: /^No ECS service .* was found in the account 123456789012 in eu-central-1\. Nothing is written\.\n {2}fix: name the region/,
    },
    {
      when: "no right to list clusters",
      spec: shopAccount,
      denied: "ecs:ListClusters",
      says: /allow ecs:ListClusters and run it again/,
    },
    {
      when: "a cluster that isn't there",
      spec: shopAccount,
      args: ["--cluster", "none"],
      says: /found in none in .*\n.*ClusterNotFoundException: Cluster not found/,
    },
    {
      when: "no credentials",
      spec: shopAccount,
      env: { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
      says: /^AWS can't be asked: CredentialsProviderError: .*\n {2}fix: sign in/,
    },
    {
      when: "no region",
      spec: shopAccount,
      env: { AWS_REGION: undefined },
      says: /^AWS can't be asked: .*\n {2}fix: add --region/,
    },
  ])("$when is told, exits with 1 and writes nothing", async ({ spec, denied, args = [], env, says }) => {
    const account = new Account(spec());
    if (denied !== undefined) account.deny(denied);
    const { status, stdout, stderr } = await againstAccount(account, folder, ["init", ...args], env);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(withoutProgress(stderr)).toMatch(says);
    expect(existsSync(join(folder, "headgate.yml"))).toBe(false);
  });
});

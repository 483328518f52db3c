import { chmodSync, lstatSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { ECSClient } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readServers } from "../../cli/nginx-live.ts";
import { render } from "../../cli/nginx-render.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import { renderNginx } from "../../shared/records/nginx/render-nginx.ts";
import { answering, awsError } from "../aws/answering.ts";
import { itWithNginx } from "../installed-nginx.ts";
import { configuration, workingFolder } from "./nginx-case.ts";

const itIfInstalled = itWithNginx("tests/cli/nginx-render");

const parsed = parseConfig(configuration, "headgate.yml");
if (parsed.kind !== "ok") throw new Error("the sample is refused");
const { config } = parsed;

/** The renderer's own bytes for these servers. */
const rendered = (servers: Readonly<Record<string, readonly { readonly address: string; readonly port: number }[]>>) =>
  renderNginx({
    stack: config.name,
    fleet: "edge",
    instances: 1,
    upstreams: config.services.map((service) => {
      const upstream = service.publish.upstreams[0]!;
      return { service: service.name, upstream, servers: servers[service.name]!, admitted: null };
    }),
  });

const tasks = {
  order: [
    { address: "10.0.0.7", port: 32768 },
    { address: "fd00::7", port: 8080 },
  ],
  user: [],
};

let place: ReturnType<typeof workingFolder>;
beforeAll(() => {
  place = workingFolder();
  place.write("tasks.json", JSON.stringify(tasks));
});
afterAll(() => rmSync(place.folder, { recursive: true }));

describe("headgate nginx render from a file", () => {
  it("prints the bytes that the stack renders, and nothing else", () => {
    expect(place.headgate("nginx", "render", "--fleet", "edge", "--endpoints", "tasks.json")).toEqual({
      status: 0,
      stdout: rendered(tasks),
      stderr: "",
    });
  });

  it("takes standard input", () => {
    expect(place.headgateWith(JSON.stringify(tasks), "nginx", "render", "--endpoints", "-").stdout).toBe(
      rendered(tasks),
    );
  });

  it("writes it, writes nothing a second time, and compares with --check", () => {
    const to = (...more: readonly string[]) =>
      place.headgate("nginx", "render", "--endpoints", "tasks.json", "--out", "up.conf", ...more);
    expect(to("--check")).toEqual({ status: 1, stdout: "", stderr: "up.conf is not there.\n" });
    expect(to()).toMatchObject({
      status: 0,
      stdout: "",
      stderr: expect.stringMatching(/^up\.conf is written, sha256 /),
    });
    expect(readFileSync(join(place.folder, "up.conf"), "utf8")).toBe(rendered(tasks));
    const { ino } = statSync(join(place.folder, "up.conf"));
    expect(to()).toMatchObject({ status: 0, stderr: expect.stringMatching(/^up\.conf is as it should be/) });
    expect(statSync(join(place.folder, "up.conf")).ino).toBe(ino);
    expect(to("--check").status).toBe(0);
    place.write("up.conf", "# by hand\n");
    expect(to("--check")).toMatchObject({ status: 1, stderr: "up.conf differs from what would be written.\n" });
    expect(readFileSync(join(place.folder, "up.conf"), "utf8")).toBe("# by hand\n");
  });

  it("keeps a link to the file, and its mode", () => {
    place.write("kept.conf", "");
    chmodSync(join(place.folder, "kept.conf"), 0o640);
    symlinkSync("kept.conf", join(place.folder, "link.conf"));
    expect(place.headgate("nginx", "render", "--endpoints", "tasks.json", "--out", "link.conf").status).toBe(0);
    expect(lstatSync(join(place.folder, "link.conf")).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(place.folder, "kept.conf"), "utf8")).toBe(rendered(tasks));
    expect(statSync(join(place.folder, "kept.conf")).mode & 0o777).toBe(0o640);
  });

  itIfInstalled("is taken by the real nginx", () => {
    place.headgate("nginx", "render", "--endpoints", "tasks.json", "--out", "real.conf");
    expect(place.nginxTest("real.conf")).toMatchObject({ status: 0 });
  });

  it.each<{ when: string; text: string; says: string }>([
    { when: "what is no JSON", text: "{", says: "bad.json: the file is not JSON" },
    {
      when: "a service that is forgotten",
      text: '{"order":[]}',
      says: 'user is missing\n  fix: add it, or "user": [] if it has no task',
    },
    {
      when: "a service without an upstream",
      text: '{"order":[],"user":[],"usr":[]}',
      says: "usr has no upstream in the fleet\n  fix: write one of order, user",
    },
    {
      when: "a host name",
      text: '{"user":[],"order":[{"address":"task","port":80}]}',
      says: "order[0] is not an IP address and a port",
    },
    {
      when: "syntax of nginx",
      text: '{"user":[],"order":[{"address":"10.0.0.1; }","port":80}]}',
      says: "order[0] is not an IP",
    },
    {
      when: "a port that is none",
      text: '{"user":[],"order":[{"address":"10.0.0.1","port":0}]}',
      says: "order[0] is not an IP",
    },
    { when: "a list that is none", text: '{"user":[],"order":{}}', says: "order is not a list" },
  ])("refuses $when with what to do", ({ text, says }) => {
    place.write("bad.json", text);
    const { status, stdout, stderr } = place.headgate("nginx", "render", "--endpoints", "bad.json");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(says);
  });
});

describe("headgate nginx render --resolve", () => {
  it("has nginx look up the SRV records, no longer than their shortest TTL", () => {
    const { status, stdout } = place.headgate("nginx", "render", "--resolve", "--resolver", "10.0.0.2");
    expect(status).toBe(0);
    expect(stdout).toContain("    resolver 10.0.0.2 valid=10s;\n");
    expect(stdout).toContain("    server order.shop.internal service=http resolve max_fails=1 fail_timeout=10s;\n");
    expect(stdout).toContain("    server user.shop.internal service=http resolve max_fails=1 fail_timeout=10s;\n");
  });

  it.each<{ when: string; args: readonly string[]; says: RegExp }>([
    { when: "no resolver", args: ["--resolve"], says: /--resolve needs --resolver/ },
    { when: "a resolver by name", args: ["--resolve", "--resolver", "dns.local"], says: /a resolver can't be written/ },
    { when: "a resolver for nothing", args: ["--resolver", "10.0.0.2"], says: /--resolver needs --resolve/ },
    {
      when: "endpoints that nobody would read",
      args: ["--resolve", "--resolver", "10.0.0.2", "--endpoints", "tasks.json"],
      says: /takes no --endpoints/,
    },
    { when: "a check of nothing", args: ["--check"], says: /--check needs --out/ },
    {
      when: "a service without an SRV record",
      args: ["--resolve", "--resolver", "10.0.0.2", "--config", "plain.yml"],
      says: /user publishes no SRV record.*\n {2}fix: add a record of kind srv to user/,
    },
  ])("refuses $when", ({ args, says }) => {
    place.write("plain.yml", configuration.replace(/ {4}records: .*user\.shop.*\n/, ""));
    const { status, stdout, stderr } = place.headgate("nginx", "render", ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(says);
  });
});

describe("the help", () => {
  it.each([
    ["nginx", "--help"],
    ["nginx", "adopt", "--help"],
    ["nginx", "render", "--help"],
    ["nginx", "help", "adopt"],
    ["ports", "--help"],
  ])("of %s %s %s shows examples and exit codes within 80 columns", (...args) => {
    const { status, stdout } = place.headgate(...args.filter((arg) => arg !== undefined));
    expect(status).toBe(0);
    expect(stdout).toContain("Examples:\n  $ npx headgate ");
    expect(stdout).toContain("Exit codes: 0 ");
    expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
  });
});

describe("headgate nginx render from AWS", () => {
  const options = { config: "", fleet: "edge", resolver: [] };
  const task = (id: string, more: object = {}) => ({
    taskArn: `arn:aws:ecs:eu-central-1:123456789012:task/shop/${id}`,
    taskDefinitionArn: "arn:aws:ecs:eu-central-1:123456789012:task-definition/order:7",
    desiredStatus: "RUNNING",
    lastStatus: "RUNNING",
    healthStatus: "UNKNOWN",
    attachments: [
      {
        id: `eni-${id}`,
        type: "ElasticNetworkInterface",
        status: "ATTACHED",
        details: [
          { name: "networkInterfaceId", value: `eni-${id}` },
          { name: "privateIPv4Address", value: `10.0.0.${id}` },
        ],
      },
    ],
    ...more,
  });
  const estate = (byService: Readonly<Record<string, readonly ReturnType<typeof task>[]>>) => {
    const all = Object.values(byService).flat();
    return {
      ecs: answering<ECSClient>((operation, input) => {
        const { serviceName, desiredStatus, tasks: arns } = input as Record<string, string & string[]>;
        if (operation === "ListTasks")
          return {
            taskArns: byService[serviceName as string]!.filter(
              (entry) => entry.desiredStatus === (desiredStatus ?? "RUNNING"),
            ).map(({ taskArn }) => taskArn),
          };
        if (operation === "DescribeTasks")
          return { tasks: all.filter(({ taskArn }) => arns!.includes(taskArn)), failures: [] };
        if (operation === "DescribeTaskDefinition")
          return {
            taskDefinition: {
              networkMode: "awsvpc",
              containerDefinitions: [
                { name: "app", essential: true, portMappings: [{ containerPort: 8080 }, { containerPort: 8081 }] },
              ],
            },
          };
        throw awsError("AccessDeniedException", operation);
      }).client,
      ec2: answering<EC2Client>(() => {
        throw awsError("AccessDeniedException");
      }).client,
    };
  };
  const renderWith = (clients: ReturnType<typeof estate>) =>
    render({ ...options, config: join(place.folder, "headgate.yml") }, (upstreams) => readServers(clients, upstreams));

  it("renders every running task, and says which are not ready", async () => {
    const clients = estate({ order: [task("7"), task("8"), task("9", { lastStatus: "PENDING" })], user: [task("5")] });
    expect(await renderWith(clients)).toEqual({
      exitCode: 0,
      content: rendered({
        order: [
          { address: "10.0.0.7", port: 8080 },
          { address: "10.0.0.8", port: 8080 },
        ],
        user: [{ address: "10.0.0.5", port: 8081 }],
      }),
      report: "order: 1 not ready yet, left out",
    });
  });

  it("renders nothing where ECS lists no task at all: that is more often a wrong name", async () => {
    const { exitCode, content, report } = await renderWith(estate({ order: [task("7")], user: [] }));
    expect({ exitCode, content }).toEqual({ exitCode: 1, content: "" });
    expect(report).toMatch(
      /^ECS lists no task of user in the cluster shop, running or stopped\.\n {2}fix: check both names/,
    );
  });

  it("renders nothing where a service's tasks can't be read", async () => {
    const clients = estate({ order: [task("7")], user: [task("5")] });
    const ecs = answering<ECSClient>(() => {
      throw awsError("AccessDeniedException", "not you");
    }).client;
    const { exitCode, content, report } = await renderWith({ ...clients, ecs });
    expect({ exitCode, content }).toEqual({ exitCode: 1, content: "" });
    expect(report).toMatch(/^The tasks of order can't be read: .*AccessDenied/);
  });
});

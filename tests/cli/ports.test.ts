import { rmSync } from "node:fs";
import { join } from "node:path";
import type { ECSClient } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ports } from "../../cli/ports.ts";
import { readServicePorts } from "../../shared/aws/read-service-ports.ts";
import { answering, awsError } from "../aws/answering.ts";
import { workingFolder } from "./nginx-case.ts";

const definition = (family: string, hostPort: number, more: object = {}): string =>
  JSON.stringify({
    taskDefinition: {
      family,
      containerDefinitions: [{ name: "app", portMappings: [{ containerPort: 8080, hostPort }] }],
      ...more,
    },
  });

let place: ReturnType<typeof workingFolder>;
let bare: ReturnType<typeof workingFolder>;
beforeAll(() => {
  place = workingFolder();
  bare = workingFolder();
  rmSync(join(bare.folder, "headgate.yml"));
  for (const { write } of [place, bare]) {
    write("order.json", definition("order", 8080));
    write("user.json", definition("user", 8080));
    write("dynamic.json", definition("order", 0));
    write("bad.json", definition("order", -1));
  }
});
afterAll(() => {
  rmSync(place.folder, { recursive: true });
  rmSync(bare.folder, { recursive: true });
});
const audit = (...files: readonly string[]) =>
  place.headgate("ports", ...files.flatMap((file) => ["--task-definition", file]));

describe("headgate ports", () => {
  it("says what limits, what to set where, and which command opens the range", () => {
    const { status, stdout } = audit("order.json", "user.json");
    expect(status).toBe(1);
    expect(stdout).toContain("\nlimit one-task-per-instance order (cluster shop)\n  The host port 8080 is fixed, ");
    expect(stdout).toContain("  fix: order: containerDefinitions[0].portMappings[0].hostPort = 0\n");
    expect(stdout).toContain("--protocol tcp --port 32768-60999 --source-group SG_OF_NGINX\n");
    expect(stdout).toContain(
      "\nlimit rollout-needs-instance order (cluster shop)\n  With 3 tasks and minimumHealthyPercent 100 ",
    );
    expect(stdout).toContain("\nlimit port-conflict order, user (cluster shop)\n");
    expect(stdout).toContain("  a load balancer per service            35.19\n");
  });

  it("is content with dynamic ports", () => {
    const { status, stdout } = audit("dynamic.json");
    expect(status).toBe(0);
    expect(stdout).toContain("8080 to dynamic");
    expect(stdout).toContain("note open-dynamic-range order (cluster shop)");
  });

  it("needs no headgate.yml for task definitions", () => {
    const { status, stdout } = bare.headgate(
      "ports",
      "--task-definition",
      "order.json",
      "--task-definition",
      "user.json",
      "--json",
    );
    expect(status).toBe(1);
    const { findings, costs } = JSON.parse(stdout);
    expect(findings.map(({ code }: { readonly code: string }) => code)).toEqual([
      "one-task-per-instance",
      "rollout-needs-instance",
      "one-task-per-instance",
      "rollout-needs-instance",
      "port-conflict",
    ]);
    expect(costs.region).toBe("us-east-1");
  });

  it.each<{ when: string; args: readonly string[]; says: RegExp }>([
    {
      when: "a file that isn't there",
      args: ["--task-definition", "none.json"],
      says: /^none\.json: can't be read: ENOENT/,
    },
    {
      when: "a port that is none",
      args: ["--task-definition", "bad.json"],
      says: /portMappings\[0\] has a hostPort that is none\n {2}fix: /,
    },
    { when: "no task definition and no headgate.yml", args: [], says: /^headgate\.yml: can't be read/ },
  ])("tells $when, and exits with 2", ({ args, says }) => {
    const { status, stdout, stderr } = bare.headgate("ports", ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(says);
  });
});

describe("headgate ports from AWS", () => {
  const estate = (instances: readonly number[], refuse: string | null = null) =>
    answering<ECSClient>((operation, input) => {
      const { services, taskDefinition, nextToken } = input as Record<string, string & string[]>;
      if (operation === refuse) throw awsError("AccessDeniedException", "not you");
      if (operation === "ListContainerInstances") {
        const page = Number(nextToken ?? 0);
        const containerInstanceArns = Array.from({ length: instances[page]! }, (_, index) => `i-${page}-${index}`);
        return { containerInstanceArns, nextToken: page + 1 < instances.length ? String(page + 1) : undefined };
      }
      if (operation === "DescribeServices")
        return {
          services:
            services![0] === "user"
              ? []
              : [
                  {
                    status: "ACTIVE",
                    taskDefinition: "order:7",
                    deploymentConfiguration: { minimumHealthyPercent: 50 },
                  },
                ],
        };
      expect(taskDefinition).toBe("order:7");
      return JSON.parse(definition("order", 8080, { networkMode: "bridge" }));
    });
  const run = (ecs: ECSClient) =>
    ports({ taskDefinition: [], config: join(place.folder, "headgate.yml"), json: true }, (services) =>
      readServicePorts(ecs, services),
    );

  it("takes the deployed definition, ECS's own percent, and all pages of instances", async () => {
    const { exitCode, output } = await run(estate([3, 2]).client);
    const { findings, unread } = JSON.parse(output);
    expect({ exitCode, unread }).toEqual({
      exitCode: 1,
      unread: ["user: user is not in the cluster shop, or has no task definition of its own"],
    });
    expect(findings).toMatchObject([
      {
        code: "one-task-per-instance",
        message: expect.stringContaining("so 5 instances carry 5 tasks at most, and tasks.max is 20."),
      },
    ]);
  });

  it("goes on without the number of instances where that can't be read", async () => {
    const { output } = await run(estate([3], "ListContainerInstances").client);
    expect(JSON.parse(output).findings[0].message).toBe(
      "The host port 8080 is fixed, so there is one task per instance at most.",
    );
  });

  it("names each service that can't be read, and is not content", async () => {
    const { exitCode, output } = await run(estate([30], "DescribeTaskDefinition").client);
    expect({ exitCode, ...JSON.parse(output) }).toMatchObject({
      exitCode: 1,
      findings: [],
      unread: ["order: AccessDeniedException: not you", expect.stringMatching(/^user: /)],
    });
  });
});

import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Config } from "../../../shared/config/config.ts";
import { planNginx } from "../../../shared/records/nginx/plan-nginx.ts";
import { renderNginx } from "../../../shared/records/nginx/render-nginx.ts";
import { installParameters, installScript, nginxResources } from "../../../stack/nginx-resources.ts";
import { config, nowMs } from "../../plan/builders.ts";
import { specProblems } from "../../stack/template-spec.ts";
import { render, upstreamRender } from "./builders.ts";
import { destinationOf, input, installOf } from "./fleet-world.ts";
import { describeWithMounts, startNginx } from "./real-nginx.ts";
import { endOf, hashOf, settings } from "./run-installer.ts";

const configWith = (policy: "observe" | "install"): Config => {
  const { fleet, services } = destinationOf({ order: {} }, policy);
  return {
    ...config(
      services.map(({ service }) => service),
      [],
    ),
    nginxFleets: [fleet],
  };
};
const resources = nginxResources(configWith("install"), "headgate-dev");

// biome-ignore lint/suspicious/noExplicitAny: a resource's properties are JSON
const content = resources["InstallDocument"]?.Properties["Content"] as any;
const runCommand: readonly string[] = content.mainSteps[1].inputs.runCommand;

describe("the stack's parts for nginx", () => {
  it("are there only where a fleet is written", () => {
    expect(Object.keys(resources)).toEqual(["RendersBucket", "RendersBucketPolicy", "InstallDocument"]);
    expect(nginxResources(configWith("observe"), "headgate-dev")).toEqual({});
    expect(nginxResources(config([], []), "headgate-dev")).toEqual({});
  });

  it("are made of what CloudFormation knows", () => {
    expect(specProblems({ Resources: resources, Outputs: {} })).toEqual([]);
  });

  it("the script has nothing in it that Serverless, CloudFormation or Systems Manager would fill in", () => {
    expect(installScript).not.toMatch(/\$\{|\{\{/);
  });

  it("the document stays far below Systems Manager's 64 KB", () => {
    expect(JSON.stringify(content).length).toBeLessThan(32_000);
  });

  it("every parameter is used, each in single quotes or in the address, and none else", () => {
    const text = JSON.stringify(content.mainSteps);
    const used = [...text.matchAll(/\{\{ (\w+) \}\}/g)].map(([, name]) => name!);
    expect(used.sort()).toEqual(Object.keys(installParameters).sort());
    expect(runCommand.join("\n").match(/\{\{ \w+ \}\}/g)).toHaveLength(
      runCommand.join("\n").match(/'\{\{ \w+ \}\}'/g)!.length,
    );
  });

  it("what a plan sends is what the document admits", () => {
    const { fleet, generation, hash, key, file } = installOf(planNginx(input(), nowMs).actions)!;
    const sent = { Fleet: fleet, Generation: String(generation), Hash: hash, Key: key, File: file };
    for (const [name, { allowedPattern }] of Object.entries(installParameters)) {
      expect(sent[name as keyof typeof sent]).toMatch(new RegExp(allowedPattern));
    }
  });

  it.each([
    { name: "Fleet", value: "a'; touch pwned; '" },
    { name: "Fleet", value: "$(id)" },
    { name: "Generation", value: "1 2" },
    { name: "Generation", value: "-1" },
    { name: "Hash", value: `${"f".repeat(63)}'` },
    { name: "Key", value: `nginx/../other/${"f".repeat(64)}.conf` },
    { name: "Key", value: `nginx/edge/${"f".repeat(64)}.conf","x":"y` },
    { name: "File", value: "etc/nginx.conf" },
    { name: "File", value: "/etc/a b" },
    { name: "File", value: "/etc/a'b" },
    { name: "File", value: "/etc/a\nb" },
  ] as const)("$name refuses $value", ({ name, value }) => {
    expect(value).not.toMatch(new RegExp(installParameters[name].allowedPattern));
  });
});

describeWithMounts("the document's commands, as the agent runs them", () => {
  it("install a render", async () => {
    const nginx = await startNginx("", "  server { listen LISTEN; }");
    try {
      const rendered = renderNginx(render([upstreamRender()]));
      const sent = { Fleet: "edge", Generation: "7", Hash: hashOf(rendered), File: nginx.file };
      const lines = runCommand.map((line) =>
        line.startsWith("HEADGATE_STATE=")
          ? `HEADGATE_STATE='${join(nginx.directory, "state")}'`
          : line.replaceAll(/\{\{ (\w+) \}\}/g, (_, name: keyof typeof sent) => sent[name]),
      );
      expect(runCommand[0]).toBe("HEADGATE_STATE='/var/lib/headgate/headgate-dev'");
      const script = join(nginx.directory, "_script.sh");
      await writeFile(script, lines.join("\n"));
      // Where the step before has put it: the command's own directory.
      await writeFile(join(nginx.directory, "render.conf"), rendered);
      const executed = spawn("sh", [script], { cwd: nginx.directory, env: settings(nginx, {}) });
      expect(await endOf(executed)).toEqual({
        code: 0,
        words: "headgate: generation 7 is installed, and nginx has reloaded it\n",
      });
    } finally {
      await nginx.stop();
    }
  });
});

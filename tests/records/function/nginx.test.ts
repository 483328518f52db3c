import { describe, expect, it } from "@jest/globals";
import type { UpstreamConfig } from "../../../shared/config/publication.ts";
import { failOn } from "../../scale/small-stack.ts";
import { publishedService, recordsConfig, recordsStack, upstreamOf } from "./records-stack.ts";

const bucket = "rehearsal-renders";

const fleetStack = (policy: "observe" | "install" = "install", changes: Partial<UpstreamConfig> = {}) => {
  const config = recordsConfig([publishedService("order", [], [upstreamOf(changes)])], "sync", {
    zones: [],
    nginxFleets: [
      { name: "edge", tag: { key: "Role", value: "edge" }, file: "/etc/nginx/conf.d/headgate.conf", policy },
    ],
  });
  const stack = recordsStack(config);
  const installed: Readonly<Record<string, string>>[] = [];
  stack.cloud.ssm.declareInstance({
    id: "i-0edge",
    tags: { Role: "edge" },
    run: (parameters) => {
      installed.push(parameters);
      return { status: "Success" };
    },
  });
  return {
    ...stack,
    installed,
    /** `address:port` of the servers in the file that was installed last, sorted. */
    servers: (): readonly string[] => {
      const texts = stack.cloud.s3.texts(bucket);
      const text = texts[installed.at(-1)?.["Key"] ?? ""] ?? "";
      return [...text.matchAll(/^\s*server (10\.[\d.]+:\d+)/gm)].map((match) => match[1]!).sort();
    },
    expected: (): readonly string[] => stack.running().map((address) => `${address}:8080`),
  };
};

describe("a fleet of nginx follows a service's tasks", () => {
  it("from 1 to 2, 5, 0 and 3, with one install in ten seconds at most", async () => {
    const stack = fleetStack();
    for (const desired of [1, 2, 5, 0, 3]) {
      stack.world.setDesiredCount("order", desired);
      await stack.run(3 + 20);
      expect(stack.servers()).toEqual(stack.expected());
      expect(stack.servers()).toHaveLength(desired);
    }
    const sends = stack.calls.filter(({ name }) => name === "ssm SendCommand").map(({ atSeconds }) => atSeconds);
    expect(sends.length).toBeGreaterThanOrEqual(5);
    for (const [index, atSeconds] of sends.slice(1).entries())
      expect(atSeconds - sends[index]!).toBeGreaterThanOrEqual(10);
    const generations = stack.installed.map(({ Generation }) => Number(Generation));
    expect(generations).toEqual([...generations].sort((a, b) => a - b));
    expect(stack.told()).toEqual([]);
  });

  it("and installs no file that could not be stored", async () => {
    const stack = fleetStack();
    stack.failing(failOn("s3 PutObject", "SlowDown", "Please reduce your request rate"));
    await stack.run(30);
    expect(stack.installed).toEqual([]);
    stack.failing(() => null);
    await stack.run(90);
    expect(stack.servers()).toEqual(stack.expected());
    expect(stack.installed).toHaveLength(1);
  });

  it("not at all while it is only observed: nothing is stored, sent or read, and it is told", async () => {
    const stack = fleetStack("observe");
    await stack.run(300);
    expect(stack.namesOf().filter((name) => /^(s3|ssm) /.test(name))).toEqual([]);
    expect(stack.told()).toEqual(["would-change-records raised"]);
  });

  it("and closes and opens its gate with what `scale` admits", async () => {
    const gate = { match: ["/order"], retryAfterSeconds: 30, burstSeconds: 1, connectionsPerTask: null };
    const stack = fleetStack("install", { gate });
    await stack.run(30);
    const open = stack.installed.at(-1)?.["Hash"];
    const post = (requestsPerSecond: number | null) =>
      stack.posts.putGate({
        service: "order",
        atMs: stack.world.nowMs,
        admitted: requestsPerSecond === null ? null : { requestsPerSecond, tasks: 1, boundBy: "orders" },
      });
    await post(120);
    await stack.run(80);
    const closed = stack.installed.at(-1)?.["Hash"];
    expect(closed).not.toBe(open);
    await post(null);
    await stack.run(80);
    expect(stack.installed.at(-1)?.["Hash"]).toBe(open);
  });
});

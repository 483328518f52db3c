import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { CloudWatch } from "../../shared/aws/clients.ts";
import type { Config } from "../../shared/config/config.ts";
import { calibrate } from "../../simulator/backtest/calibrate.ts";
import { type Download, type DownloadRequest, downloadHistory } from "../../simulator/backtest/download-history.ts";
import { AwsError } from "../../simulator/cloud/aws-error.ts";
import { EmbeddedCloud } from "../../simulator/cloud/embedded-cloud.ts";
import { World } from "../../simulator/world/world.ts";
import { configFor, dayRates, following, service, startMs, worldOf } from "./recorded-world.ts";

const operation = "cloudwatch GetMetricData";
const names = { prefix: "rehearsal", region: "eu-central-1", accountId: "123456789012" };
const rateOf = (name: string) =>
  `rate: { loadBalancer: app/shop/50dc6c495c0c9188, targetGroup: targetgroup/${name}/73e2d6bc24d8a067 }`;
const config = configFor({ order: `{ signals: { cpu: 60, ${rateOf("order")} }, pools: { shop-db: 20 } }` });

/** Two days and an hour, recorded by the world's own CloudWatch. */
const hours = 49;
const rates = dayRates(hours, 40, 200);
let world: World;
let folder = "";

beforeAll(() => {
  const metrics = { keptDatapoints: hours * 60 + 5 };
  world = new World({ ...worldOf([service({ rates })]), metrics }, 5);
  const count = following(rates, 45, 2);
  for (let minute = 0; minute < hours * 60; minute += 1) {
    world.setDesiredCount("order", count(minute));
    for (let second = 0; second < 60; second += 1) world.step();
  }
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-backtest-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Call = { readonly from: string; readonly token: string | undefined; readonly queries: number };

/** The embedded cloud behind real SDK commands, with its calls written down. */
const recordingCloud = (of: Config = config) => {
  const cloud = new EmbeddedCloud(world, of, [], names);
  const client = cloud.clients().cloudWatch;
  const calls: Call[] = [];
  let maxDatapoints: number | undefined;
  const send = (command: { readonly input: Record<string, unknown> }): Promise<object> => {
    const { StartTime, NextToken, MetricDataQueries } = command.input;
    calls.push({
      from: (StartTime as Date).toISOString().slice(0, 10),
      token: NextToken as string | undefined,
      queries: (MetricDataQueries as readonly object[]).length,
    });
    if (maxDatapoints !== undefined) command.input["MaxDatapoints"] = maxDatapoints;
    return client.send(command as never) as Promise<object>;
  };
  return {
    cloud,
    calls,
    cloudWatch: { send } as unknown as CloudWatch,
    smallPages: (datapoints: number): void => {
      maxDatapoints = datapoints;
    },
  };
};

const pauses: number[] = [];
const requestOf = (client: CloudWatch, changes: Partial<DownloadRequest> = {}): DownloadRequest => ({
  client,
  config,
  days: 2,
  nowMs: world.nowMs,
  folder,
  scope: "eu-central-1",
  refresh: false,
  sleep: async (ms) => void pauses.push(ms),
  ...changes,
});
const downloaded = (download: Download) => {
  if (download.kind === "failed") throw new Error(download.message);
  return download;
};

describe("downloadHistory", () => {
  it("asks for the metrics that headgate.yml names, a day a call, and calibrates to the world behind them", async () => {
    const { cloudWatch, calls } = recordingCloud();
    const { history } = downloaded(await downloadHistory(requestOf(cloudWatch)));
    expect(calls).toEqual([
      { from: "2026-03-02", token: undefined, queries: 6 },
      { from: "2026-03-03", token: undefined, queries: 6 },
      { from: "2026-03-04", token: undefined, queries: 6 },
    ]);
    expect({ startMs: history.startMs, slotSeconds: history.slotSeconds }).toEqual({ startMs, slotSeconds: 60 });
    const outcome = calibrate(history, config);
    expect(outcome).toMatchObject({
      kind: "ok",
      calibration: {
        services: [{ service: "order", pool: { kind: "fixed" } }],
        databases: [{ database: "shop-db", othersConnections: { kind: "measured" } }],
      },
    });
    if (outcome.kind !== "ok") return;
    const [order] = outcome.calibration.services;
    expect(order!.cpuSecondsPerRequest.value).toBeCloseTo(0.012, 4);
    expect(order!.pool!.connectionsPerTask.value).toBeCloseTo(12, 1);
    expect(outcome.calibration.databases[0]!.othersConnections.value).toBeCloseTo(17, 0);
  });

  it("keeps whole days as JSON lines, and asks only for today's minutes again", async () => {
    const first = recordingCloud();
    const before = downloaded(await downloadHistory(requestOf(first.cloudWatch)));
    expect(readdirSync(before.folder).sort()).toEqual(["2026-03-02.0.jsonl", "2026-03-03.0.jsonl"]);
    const lines = readFileSync(join(before.folder, "2026-03-02.0.jsonl"), "utf8").trimEnd().split("\n");
    expect(lines.map((line) => Object.keys(JSON.parse(line)))).toEqual([
      ...Array.from({ length: 6 }, () => ["key", "points"]),
      ["series"],
    ]);
    const second = recordingCloud();
    const after = downloaded(await downloadHistory(requestOf(second.cloudWatch)));
    expect(second.calls.map(({ from }) => from)).toEqual(["2026-03-04"]);
    expect(after.history).toEqual(before.history);
    const third = recordingCloud();
    await downloadHistory(requestOf(third.cloudWatch, { refresh: true }));
    expect(third.calls).toHaveLength(3);
  });

  it("goes on where it was interrupted, without asking twice", async () => {
    const { cloud, cloudWatch, calls } = recordingCloud();
    const parts: number[] = [];
    const interrupted = requestOf(cloudWatch, {
      onPart: ({ doneParts }) => {
        parts.push(doneParts);
        if (doneParts === 1) throw new Error("the terminal was closed");
      },
    });
    await expect(downloadHistory(interrupted)).rejects.toThrow("closed");
    cloud.failures.answerNext(operation, new AwsError("ValidationError", "the network is gone"));
    expect(await downloadHistory(requestOf(cloudWatch))).toMatchObject({
      kind: "failed",
      fix: "Mend it and run the command again; what is downloaded is kept.",
    });
    downloaded(await downloadHistory(requestOf(cloudWatch)));
    expect(parts).toEqual([1]);
    expect(calls.map(({ from }) => from)).toEqual(["2026-03-02", "2026-03-03", "2026-03-03", "2026-03-04"]);
  });

  it("asks again for a day whose file is not whole", async () => {
    const { cloudWatch, calls } = recordingCloud();
    const { folder: kept, history } = downloaded(await downloadHistory(requestOf(cloudWatch)));
    const path = join(kept, "2026-03-03.0.jsonl");
    writeFileSync(path, readFileSync(path, "utf8").slice(0, 5000));
    calls.length = 0;
    expect(downloaded(await downloadHistory(requestOf(cloudWatch))).history).toEqual(history);
    expect(calls.map(({ from }) => from)).toEqual(["2026-03-03", "2026-03-04"]);
  });

  it("takes every page of an answer", async () => {
    const whole = recordingCloud();
    const { history } = downloaded(await downloadHistory(requestOf(whole.cloudWatch)));
    const paged = recordingCloud();
    paged.smallPages(1000);
    const again = downloaded(await downloadHistory(requestOf(paged.cloudWatch, { refresh: true })));
    expect(again.history).toEqual(history);
    // Of six metrics five have 1,440 datapoints a day; Container Insights is off, so there is no desired count.
    expect(paged.calls.filter(({ from }) => from === "2026-03-02").map(({ token }) => token)).toEqual([
      undefined,
      ...[1, 2, 3, 4, 5, 6, 7].map((page) => String(page * 1000)),
    ]);
  });

  it("waits and asks again when it is throttled, and gives up after seven times", async () => {
    const { cloud, cloudWatch, calls } = recordingCloud();
    cloud.failures.answerNext(operation, new AwsError("ThrottlingException", "Rate exceeded"), 2);
    pauses.length = 0;
    downloaded(await downloadHistory(requestOf(cloudWatch)));
    expect({ pauses, calls: calls.length }).toEqual({ pauses: [1000, 2000], calls: 5 });
    cloud.failures.answerNext(operation, new AwsError("ThrottlingException", "Rate exceeded"), 99);
    expect(await downloadHistory(requestOf(cloudWatch, { refresh: true }))).toEqual({
      kind: "failed",
      message: "cloudwatch:GetMetricData was refused 7 times: ThrottlingException: Rate exceeded",
      fix: "Run the command again later; what is downloaded is kept.",
    });
  });

  it("names the action that a role may not do", async () => {
    const { cloud, cloudWatch } = recordingCloud();
    const denied = new AwsError("AccessDenied", "User: arn:aws:iam::123456789012:user/dev is not authorized");
    cloud.failures.answerNext(operation, denied);
    expect(await downloadHistory(requestOf(cloudWatch))).toEqual({
      kind: "failed",
      message: "not allowed: AccessDenied: User: arn:aws:iam::123456789012:user/dev is not authorized",
      fix: 'Let your user or role do cloudwatch:GetMetricData on "*" (it takes no resource), and run the command again.',
    });
  });

  it("stays under 100,800 datapoints a call: seventy metrics a day", async () => {
    const services = Array.from({ length: 15 }, (_, index) => `s${index}`);
    const many = configFor(Object.fromEntries(services.map((name) => [name, `{ signals: { ${rateOf(name)} } }`])));
    const asked: number[] = [];
    const empty = {
      send: async ({ input }: { readonly input: { readonly MetricDataQueries: readonly object[] } }) => {
        asked.push(input.MetricDataQueries.length);
        return {};
      },
    } as unknown as CloudWatch;
    expect(await downloadHistory(requestOf(empty, { config: many, days: 1 }))).toMatchObject({
      kind: "failed",
      message: "CloudWatch has no datapoint of these services in the last 1 days",
    });
    expect(asked).toEqual([70, 5, 70, 5]);
  });

  it("counts a minute without RequestCount as no request while the load balancer has healthy hosts, else as unknown", async () => {
    const minute = (at: number) => new Date(startMs + at * 60_000);
    const answer = (Id: string, minutes: readonly number[], value: number) => ({
      Id,
      StatusCode: "Complete",
      Timestamps: minutes.map(minute),
      Values: minutes.map(() => value),
    });
    // q0 requests, q1 healthy hosts, q2 CPU, q3 tasks, q4 desired, q5 connections.
    const silent = {
      send: async () => ({
        MetricDataResults: [answer("q0", [0, 3], 60), answer("q1", [0, 1, 3], 2), answer("q2", [0, 1, 2, 3], 10)],
      }),
    } as unknown as CloudWatch;
    const { history } = downloaded(await downloadHistory(requestOf(silent, { days: 1 })));
    expect(history.services[0]!.requests).toEqual([60, 0, null, 60]);
  });

  it("says which services have no metric of requests", async () => {
    const { cloudWatch } = recordingCloud();
    const none = configFor({ order: "{ pools: { shop-db: 20 } }" });
    expect(await downloadHistory(requestOf(cloudWatch, { config: none }))).toEqual({
      kind: "failed",
      message: "headgate.yml names no metric of requests for any service",
      fix: "Add signals.rate with the loadBalancer and targetGroup, or the metric, of each service.",
    });
  });
});

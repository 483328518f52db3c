import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { countRequest, publishRequests } from "../../docs/snippets/requests-served.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import { parseEmf } from "./emf-document.ts";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/request-rate.md"), "utf8");

describe("a check of the embedded metric format", () => {
  const metric = { Name: "n", StorageResolution: 1 };
  const legal = { Timestamp: 1, CloudWatchMetrics: [{ Namespace: "s", Dimensions: [["d"]], Metrics: [metric] }] };

  it.each([
    { when: "a metric without its member", document: { _aws: legal, d: "x" } },
    { when: "a metric that is text", document: { _aws: legal, d: "x", n: "1" } },
    { when: "a dimension without its member", document: { _aws: legal, n: 1 } },
    { when: "a line without a timestamp", document: { _aws: { CloudWatchMetrics: [] }, n: 1 } },
  ])("refuses $when", ({ document }) => expect(() => parseEmf(JSON.stringify(document))).toThrow());

  it("takes a whole document", () => expect(parseEmf(JSON.stringify({ _aws: legal, d: "x", n: 1 }))["n"]).toBe(1));
});

describe("the middleware of docs/snippets/requests-served.ts", () => {
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it("prints the requests of each 20 s of the clock, none too, as a high-resolution metric", () => {
    jest.useFakeTimers({ now: Date.UTC(2026, 2, 14, 9, 0, 7) });
    const lines: string[] = [];
    jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      lines.push(String(text));
      return true;
    });
    let passedOn = 0;
    const request = (): void =>
      countRequest({} as IncomingMessage, {} as ServerResponse, () => {
        passedOn += 1;
      });
    publishRequests("Shop", "gateway");
    for (let count = 0; count < 3; count += 1) request();
    jest.advanceTimersByTime(13_000);
    request();
    jest.advanceTimersByTime(40_000);
    expect(passedOn).toBe(4);
    const documents = lines.map((line) => {
      expect(line.endsWith("}\n")).toBe(true);
      return parseEmf(line);
    });
    expect(documents.map((document) => [document._aws.Timestamp, document["RequestsServed"]])).toEqual([
      [Date.UTC(2026, 2, 14, 9, 0, 0), 3],
      [Date.UTC(2026, 2, 14, 9, 0, 20), 1],
      [Date.UTC(2026, 2, 14, 9, 0, 40), 0],
    ]);
    const metric = { Name: "RequestsServed", Unit: "Count", StorageResolution: 1 };
    expect(documents[0]).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Namespace: "Shop", Dimensions: [["Service"]], Metrics: [metric] }] },
      Service: "gateway",
    });
  });
});

describe("the script of docs/snippets/nginx-requests.sh", () => {
  let script: ChildProcess | null = null;
  afterEach(() => {
    script?.kill();
  });

  it("prints what nginx's counter has grown by, without its own question, and nothing while nginx is silent", async () => {
    const counters: readonly (number | null)[] = [100, 111, null, 500, 7, 20];
    let asked = 0;
    const nginx = createServer((_request, response) => {
      const requests = counters[Math.min(asked, counters.length - 1)]!;
      asked += 1;
      if (requests === null) response.writeHead(503).end();
      else
        response.end(
          `Active connections: 1 \nserver accepts handled requests\n 9 9 ${requests} \nReading: 0 Writing: 1 Waiting: 0 \n`,
        );
    }).listen(0, "127.0.0.1");
    await once(nginx, "listening");
    const url = `http://127.0.0.1:${(nginx.address() as AddressInfo).port}/stub_status`;
    const path = join(root, "docs/snippets/nginx-requests.sh");
    script = spawn("sh", [path, "Shop", "edge", url], {
      env: { ...process.env, PERIOD_SECONDS: "1" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    const served: unknown[] = [];
    const starts: number[] = [];
    for await (const line of createInterface({ input: script.stdout! })) {
      const document = parseEmf(line);
      served.push(document["RequestsServed"]);
      starts.push(document._aws.Timestamp);
      expect(document).toMatchObject({ Service: "edge" });
      expect(document._aws.CloudWatchMetrics[0]).toMatchObject({ Namespace: "Shop", Dimensions: [["Service"]] });
      if (served.length === 3) break;
    }
    nginx.close();
    // 111 - 100 - 1; nothing for the failed question and the first after it; 7 since a restart; 20 - 7 - 1.
    expect(served).toEqual([10, 7, 12]);
    expect(starts.every((start) => start % 1000 === 0)).toBe(true);
  });
});

describe("docs/request-rate.md", () => {
  it("shows the snippets as they are", () => {
    for (const file of ["requests-served.ts", "nginx-requests.sh"]) {
      expect(page).toContain(readFileSync(join(root, "docs/snippets", file), "utf8").trimEnd());
    }
  });

  it("shows lines of headgate.yml that are valid without a warning", () => {
    const blocks = [...page.matchAll(/```yaml\n(version[\s\S]*?)```/g)].map(([, text]) => text!);
    expect(blocks.length).toBe(1);
    for (const text of blocks) expect(parseConfig(text, "headgate.yml")).toMatchObject({ kind: "ok", warnings: [] });
  });
});

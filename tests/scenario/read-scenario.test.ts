import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { readScenario } from "../../simulator/scenario/read-scenario.ts";
import { minimalScenario } from "../../simulator/scenario/render-scenario-docs.ts";
import { withService } from "./scenario-text.ts";

const folder = mkdtempSync(join(tmpdir(), "headgate-scenario-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("what is no scenario file is a problem, not an accident", () => {
  type Row = { readonly when: string; readonly path: () => string; readonly code: string; readonly says: string };
  it.each<Row>([
    { when: "a folder", path: () => folder, code: "file-unreadable", says: "is a folder" },
    {
      when: "a file that is not there",
      path: () => join(folder, "no.yml"),
      code: "file-unreadable",
      says: "does not exist",
    },
    {
      when: "a file of 10 MB",
      path: () => write("large.yml", "remarks: [".concat("a, ".repeat(3_400_000))),
      code: "too-large",
      says: "is larger than 1 MB",
    },
    { when: "an empty file", path: () => write("empty.yml", ""), code: "empty-file", says: "has no content" },
    {
      when: "a file of zero bytes that aren't text",
      path: () => write("zeros.yml", "\0".repeat(2_000)),
      code: "file-unreadable",
      says: "is not a text file in UTF-8",
    },
    {
      when: "a file in UTF-16",
      path: () => write("utf16.yml", Buffer.from("\ufeffversion: 1\n", "utf16le")),
      code: "file-unreadable",
      says: "is not a text file in UTF-8",
    },
    {
      when: "a file in Latin 1",
      path: () => write("latin1.yml", Buffer.from("version: 1\nname: caf\u00e9\n", "latin1")),
      code: "file-unreadable",
      says: "is not a text file in UTF-8",
    },
  ])("$when", async ({ path, code, says }) => {
    const file = path();
    const message = expect.stringContaining(says);
    expect(await readScenario(file)).toMatchObject({
      kind: "refused",
      problems: [{ file, line: 1, column: 1, code, message }],
    });
  });
});

describe("a trace", () => {
  mkdirSync(join(folder, "traces"));
  const monday = write("traces/monday.csv", "minute_offset,requests\n0,60\n1,120\n");
  const text = withService("cpuSecondsPerRequest: 0.02", "traffic: { trace: { file: traces/monday.csv } }");

  it("lies relative to the scenario's folder", async () => {
    const reading = await readScenario(write("traced.yml", text));
    expect(reading).toMatchObject({ kind: "ok", scenario: { seconds: 120 } });
  });

  it("with a gap is refused at its own line", async () => {
    const gap = write("traces/gap.csv", "minute_offset,requests\n0,60\n1,60\n3,60\n");
    const reading = await readScenario(write("gap.yml", text.replace("monday", "gap")));
    expect(reading).toMatchObject({ kind: "refused", problems: [{ file: gap, line: 4, code: "trace-row" }] });
  });

  it("of the caller is relative to the current folder, and takes the place of the users' requests", async () => {
    const reading = await readScenario(write("sale.yml", minimalScenario), { tracePath: monday, scale: 2 });
    expect(reading).toMatchObject({
      kind: "ok",
      scenario: { seconds: 120, world: { services: [{ traffic: { kind: "trace", requestsPerSlot: [120, 240] } }] } },
    });
  });

  it("of the caller that is not there is a problem", async () => {
    const reading = await readScenario(write("sale.yml", minimalScenario), { tracePath: join(folder, "no.csv") });
    expect(reading).toMatchObject({ kind: "refused", problems: [{ code: "trace-unreadable" }] });
  });

  it("of the caller is refused where it is not clear whose requests it is", async () => {
    const two = minimalScenario.replace(
      "databases:",
      "  api: { cpuSecondsPerRequest: 0.01, traffic: { requestsPerSecond: 1 } }\ndatabases:",
    );
    expect(await readScenario(write("two.yml", two), { tracePath: monday })).toMatchObject({
      kind: "refused",
      problems: [{ code: "no-place-for-trace", message: "a trace could be the requests of web, api" }],
    });
  });
});

describe("the caller's changes of keys", () => {
  it("are read as if the file said so", async () => {
    const values = [{ path: "services.web.pool.connectionsPerTask", value: 5 }];
    const reading = await readScenario(write("sale.yml", minimalScenario), { values });
    expect(reading).toMatchObject({ kind: "ok", scenario: { terms: [{ handSetCap: 20 }] } });
  });

  it("are refused like the file's own, and where the key is not there", async () => {
    const path = write("sale.yml", minimalScenario);
    const values = [
      { path: "services.web.vcpus", value: 5 },
      { path: "services.web.vcpu", value: -1 },
    ];
    expect(await readScenario(path, { values })).toMatchObject({
      kind: "refused",
      problems: [
        { line: 1, code: "sweep-path", fix: "did you mean vcpu?" },
        { line: 4, code: "out-of-bounds", path: "services.web.vcpu" },
      ],
    });
  });
});

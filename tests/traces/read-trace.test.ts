import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readTrace } from "../../simulator/traces/read-trace.ts";

const fixtures = join(__dirname, "fixtures");
const real = join(__dirname, "../../../shared/traces");

describe("a trace file", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "trace-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const written = (name: string, bytes: string | Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };

  it("is read with a byte order mark and CRLF", async () => {
    const expected = { kind: "ok", trace: { slotSeconds: 60, requestsPerSlot: [10, 20.5, 0] } };
    expect(await readTrace(join(fixtures, "bom-crlf.csv"))).toEqual(expected);
  });

  it("is refused with every line that is damaged", async () => {
    const reading = await readTrace(join(fixtures, "damaged.csv"));
    if (reading.kind !== "refused") throw new Error(reading.kind);
    expect(reading.problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      "5: expected second_offset 3, found 4: 1 row is missing",
      "6: requests is not a number: abc",
      "7: second_offset 5 repeats line 6",
      "8: expected 2 fields as in the header, found 1",
    ]);
  });

  it.each<{ when: string; path: () => string; message: RegExp }>([
    { when: "it does not exist", path: () => join(folder, "none.csv"), message: /none\.csv does not exist$/ },
    { when: "it is a folder", path: () => folder, message: /is a folder$/ },
    { when: "it is binary", path: () => written("a.bin", new Uint8Array([1, 0, 2])), message: /is not a text file$/ },
    { when: "it is UTF-16", path: () => written("u.csv", Buffer.from("a,b\n", "utf16le")), message: /is not a text/ },
    { when: "it is gzip", path: () => written("a.gz", new Uint8Array([0x1f, 0x8b, 8])), message: /is compressed$/ },
  ])("is unreadable when $when", async ({ path, message }) => {
    const reading = await readTrace(path());
    expect(reading).toMatchObject({ kind: "unreadable", message: expect.stringMatching(message) });
  });

  it("is unreadable when it is larger than allowed", async () => {
    const path = written("large.csv", "minute_offset,requests\n0,1\n");
    expect(await readTrace(path, 20)).toMatchObject({ kind: "unreadable" });
    expect(await readTrace(path, 27)).toMatchObject({ kind: "ok" });
  });
});

const realTraces = [
  { file: "autothrottle-diurnal-1h-1s.csv", slotSeconds: 1, slots: 3_600, meanPerSecond: 263 },
  { file: "autothrottle-noisy-1h-1s.csv", slotSeconds: 1, slots: 3_600, meanPerSecond: 157 },
  { file: "azure-llm-conv-1h-1s.csv", slotSeconds: 1, slots: 3_502, meanPerSecond: 5.5 },
  { file: "boutique-wiki-frontend-1h-1s.csv", slotSeconds: 1, slots: 3_601, meanPerSecond: 110 },
  { file: "nasa-aug95-outage-8d.csv", slotSeconds: 60, slots: 11_520, meanPerSecond: 0.46 },
  { file: "nasa-jul95-27d.csv", slotSeconds: 60, slots: 38_880, meanPerSecond: 0.8 },
  { file: "wc98-bursts-8d.csv", slotSeconds: 60, slots: 11_520, meanPerSecond: 22.9 },
  { file: "wc98-knockout-14d.csv", slotSeconds: 60, slots: 20_160, meanPerSecond: 458 },
];

describe("a published trace", () => {
  const present = existsSync(real);
  if (!present) console.log(`Not tested: the published traces are not at ${real}.`);
  (present ? it : it.skip).each(realTraces)("$file", async ({ file, slotSeconds, slots, meanPerSecond }) => {
    const reading = await readTrace(join(real, file));
    if (reading.kind !== "ok") throw new Error(JSON.stringify(reading));
    const { requestsPerSlot } = reading.trace;
    const mean = requestsPerSlot.reduce((sum, requests) => sum + requests, 0) / slots / slotSeconds;
    expect({ slotSeconds: reading.trace.slotSeconds, slots: requestsPerSlot.length }).toEqual({ slotSeconds, slots });
    expect(Math.abs(mean / meanPerSecond - 1)).toBeLessThan(0.02);
  });
});

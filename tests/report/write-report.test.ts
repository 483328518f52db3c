import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { prepareReportFolder, writeReport } from "../../simulator/report/write-report.ts";

describe("the report file", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "report-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("replaces the one before and leaves nothing beside it", async () => {
    const path = join(folder, "a.html");
    writeFileSync(path, "old");
    await writeReport(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["a.html"]);
  });

  it("gets its folder made", async () => {
    const path = join(folder, "deep/er/a.html");
    expect(await prepareReportFolder(path)).toEqual({ kind: "ok" });
    await writeReport(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  it("is refused where a folder has its name", async () => {
    expect(await prepareReportFolder(folder)).toMatchObject({ kind: "refused" });
  });

  it("is refused where a device has its name", async () => {
    expect(await prepareReportFolder("/dev/null")).toMatchObject({
      kind: "refused",
      message: expect.stringMatching(/not a file/),
    });
  });

  it("is refused below a file", async () => {
    writeFileSync(join(folder, "file"), "");
    expect(await prepareReportFolder(join(folder, "file/a.html"))).toMatchObject({ kind: "refused" });
  });

  it("is refused where no folder can be made, and doesn't try for ever", async () => {
    expect(await prepareReportFolder("/proc/none/a.html")).toMatchObject({
      kind: "refused",
      message: expect.stringMatching(/can't be made/),
    });
  });

  it("that can't be moved to its place leaves nothing behind", async () => {
    await expect(writeReport(folder, "new")).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });
});

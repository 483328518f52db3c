import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { classMemoryTable } from "../../cli/class-memory-table.ts";
import { ec2TypeOf, memoryOfClass, nextClassesOf } from "../../shared/limits/class-memory.ts";

const root = join(__dirname, "../..");
const csv = join(root, "../shared/data/instance_class_memory.csv");

describe("a class", () => {
  it.each<{ when: string; dbClass: string; memoryGib: number | null; ec2: string | null }>([
    { when: "has EC2's name without db.", dbClass: "db.r6g.large", memoryGib: 16, ec2: "r6g.large" },
    { when: "of x2g is EC2's x2gd", dbClass: "db.x2g.large", memoryGib: 32, ec2: "x2gd.large" },
    { when: "of an old generation has a broken figure", dbClass: "db.t1.micro", memoryGib: 0.615, ec2: "t1.micro" },
    {
      when: "of Oracle's has its factor's memory and no EC2 type",
      dbClass: "db.r5.xlarge.tpc2.mem4x",
      memoryGib: 128,
      ec2: null,
    },
    {
      when: "of Oracle's that isn't listed is base times factor",
      dbClass: "db.r7i.xlarge.tpc2.mem3x",
      memoryGib: 96,
      ec2: null,
    },
    {
      when: "of Oracle's without a base is not known",
      dbClass: "db.m99z.xlarge.tpc2.mem3x",
      memoryGib: null,
      ec2: null,
    },
    {
      when: "of Oracle's may have numbers of two digits",
      dbClass: "db.r7i.large.tpc12.mem16x",
      memoryGib: 256,
      ec2: null,
    },
    {
      when: "with words before its size is not known",
      dbClass: "db.r5.a.large.tpc9.mem2x",
      memoryGib: null,
      ec2: null,
    },
    {
      when: "with letters behind its factor is not known",
      dbClass: "db.r7i.large.tpc1.mem3xx",
      memoryGib: null,
      ec2: null,
    },
    { when: "that is serverless has neither", dbClass: "db.serverless", memoryGib: null, ec2: null },
    { when: "that is new has EC2's name only", dbClass: "db.m99z.large", memoryGib: null, ec2: "m99z.large" },
    {
      when: "with the name of something that objects have is not known",
      dbClass: "db.constructor.large",
      memoryGib: null,
      ec2: "constructor.large",
    },
    { when: "that is nonsense has neither", dbClass: "r6g.large", memoryGib: null, ec2: null },
    { when: "with something before it has neither", dbClass: "xdb.r6g.large", memoryGib: null, ec2: null },
    { when: "with something behind it has neither", dbClass: "db.r6g.large!", memoryGib: null, ec2: null },
  ])("$when: $dbClass", ({ dbClass, memoryGib, ec2 }) => {
    expect({ memoryGib: memoryOfClass(dbClass), ec2: ec2TypeOf(dbClass) }).toEqual({ memoryGib, ec2 });
  });

  it("is followed by the larger ones of its family, smallest first", () => {
    expect(nextClassesOf("db.t4g.large")).toEqual([
      { instanceClass: "db.t4g.xlarge", memoryGib: 16 },
      { instanceClass: "db.t4g.2xlarge", memoryGib: 32 },
    ]);
  });

  it.each(["db.t4g.2xlarge", "db.serverless", "db.m99z.large", "db.t4g.nano"])("is followed by none: %s", (dbClass) =>
    expect(nextClassesOf(dbClass)).toEqual([]),
  );

  it("is not followed by Oracle's classes with more memory", () => {
    const names = nextClassesOf("db.r5.8xlarge").map(({ instanceClass }) => instanceClass);
    expect(names).toEqual(["db.r5.12xlarge", "db.r5.16xlarge", "db.r5.24xlarge"]);
  });
});

describe("the fallback table", () => {
  const present = existsSync(csv);
  if (!present) console.log(`Not tested: the table of instance classes is not at ${csv}.`);
  const itIfPresent = present ? it : it.skip;

  itIfPresent("is what its script writes", () => {
    const written = readFileSync(join(root, "shared/limits/class-memory-table.ts"), "utf8");
    expect(written).toBe(classMemoryTable(readFileSync(csv, "utf8")));
  });

  itIfPresent("has every class of its source, with its EC2 type", () => {
    const rows = readFileSync(csv, "utf8").trim().split("\n").slice(1);
    expect(rows).toHaveLength(300);
    for (const row of rows) {
      const [dbClass = "", memoryGib, ec2] = row.split(",");
      expect({ dbClass, memoryGib: memoryOfClass(dbClass), ec2: ec2TypeOf(dbClass) ?? "" }).toEqual({
        dbClass,
        memoryGib: Number(memoryGib),
        ec2,
      });
    }
  });

  it.each<{ when: string; text: string; message: RegExp }>([
    { when: "a column is missing", text: "class,gib\ndb.a.b,1", message: /^line 1: expected class and memory_gib/ },
    { when: "a memory isn't a number", text: "class,memory_gib\ndb.a.b,much", message: /^line 2: db\.a\.b,much/ },
    { when: "a class isn't one", text: "class,memory_gib\ndb.a.b,1\nr6g.large,16", message: /^line 3/ },
  ])("is not written where $when", ({ text, message }) => expect(() => classMemoryTable(text)).toThrow(message));
});

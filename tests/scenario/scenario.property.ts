import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { stringify } from "yaml";
import { World } from "../../simulator/world/world.ts";
import { always } from "../plan/always.ts";
import { fullScenario } from "./full-scenario.ts";
import { legalScenarios } from "./legal-scenarios.ts";
import { legal, readText } from "./scenario-text.ts";

describe("legal scenarios", () => {
  it("always compile, survive JSON unchanged, and run for a minute", () => {
    always(
      fc.property(legalScenarios, (form) => {
        const scenario = legal(stringify(form));
        expect(JSON.parse(JSON.stringify(scenario))).toEqual(scenario);
        expect(scenario.terms.map(({ service }) => service)).toEqual(scenario.world.services.map(({ name }) => name));
        for (const { minTasks, maxTasks, handSetCap, requestsPerTask } of scenario.terms) {
          expect(handSetCap).toBeGreaterThanOrEqual(minTasks);
          expect(handSetCap).toBeLessThanOrEqual(maxTasks);
          expect(requestsPerTask).toBeGreaterThan(0);
        }
        const world = new World(scenario.world, scenario.seeds[0]!);
        for (let second = 0; second < scenario.seconds; second += 1) world.step();
        expect(Number.isFinite(world.totals().requests)).toBe(true);
      }),
      150,
    );
  });
});

const shipped = readdirSync("scenarios").map((file) => readFileSync(`scenarios/${file}`, "utf8"));

/** A legal text with a few places changed: cut, doubled, or overwritten. */
const mutated = fc
  .tuple(
    fc.constantFrom(fullScenario, ...shipped),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.integer({ min: 0, max: 30 }),
        put: fc.oneof(
          fc.constantFrom(
            "",
            "\n",
            "  ",
            "- ",
            ": ",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "null",
            "-1",
            ".nan",
            "1e999",
            '"',
            "\t",
            "__proto__: 1",
          ),
          fc.string({ unit: "binary", maxLength: 8 }),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((now, { at, length, put }) => {
      const from = Math.floor(at * now.length);
      return now.slice(0, from) + put + now.slice(from + length);
    }, text),
  );

describe("whatever the text is", () => {
  const read = (text: string): void => {
    const reading = readText(text, { "rehearsals/a.csv": "minute_offset,requests\n0,x\n" });
    if (reading.kind === "ok") return;
    expect(reading.problems.length).toBeGreaterThan(0);
    for (const { line, column, message, fix } of reading.problems) {
      expect(Number.isInteger(line) && line >= 1 && column >= 1).toBe(true);
      expect(message).not.toBe("");
      expect(fix).not.toBe("");
    }
  };

  it("a reading is always an answer, never an accident: random text", () => {
    always(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => read(text)),
      300,
    );
  });

  it("a reading is always an answer, never an accident: legal files with a few places changed", () => {
    always(
      fc.property(mutated, (text) => read(text)),
      200,
    );
  });

  it("a reading is always an answer, never an accident: values of any type in any place", () => {
    const anything = fc.object({
      key: fc.constantFrom(
        "version",
        "services",
        "web",
        "traffic",
        "trace",
        "file",
        "calls",
        "pool",
        "faults",
        "sweep",
        "path",
        "values",
        "kind",
      ),
      values: [
        fc.integer(),
        fc.string(),
        fc.constant(null),
        fc.boolean(),
        fc.constantFrom("services.web", "a.csv", Number.NaN),
      ],
      maxDepth: 4,
    });
    always(
      fc.property(anything, (form) => read(stringify(form))),
      150,
    );
  });
});

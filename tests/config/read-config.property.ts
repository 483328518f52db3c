import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { stringify } from "yaml";
import { smallestStuckCount } from "../../shared/config/check-rollout.ts";
import type { Config } from "../../shared/config/config.ts";
import { findDomains } from "../../shared/config/domains.ts";
import { problemCodes } from "../../shared/config/problem-codes.ts";
import type { Problem } from "../../shared/config/problems.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import { legalForms } from "./legal-forms.ts";

/** One seed, so that a red run is red for everybody. */
const always = (property: fc.IRawProperty<unknown, false>, runs: number): void => {
  void fc.assert(property, { seed: 20_260_901, numRuns: runs });
};
const sampleText = readFileSync(join(__dirname, "../../headgate.yml"), "utf8");

const compiled = (text: string): Config => {
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "refused") throw new Error(`${JSON.stringify(reading.problems, null, 1)}\n${text}`);
  return reading.config;
};

/** The same data with every map's keys in another order. */
const reordered = (value: unknown, order: (keys: readonly string[]) => readonly string[]): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => reordered(item, order));
  const map = value as Record<string, unknown>;
  // A Map keeps the order that it is given, also of keys that look like numbers.
  return new Map(order(Object.keys(map)).map((key) => [key, reordered(map[key], order)]));
};

const shuffledBy = (salt: number) => (keys: readonly string[]) =>
  keys
    .map((key, index) => ({ key, rank: Math.imul(index + 1, salt | 1) >>> 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ key }) => key);

describe("legal configurations", () => {
  it("always compile, and survive JSON unchanged", () => {
    always(
      fc.property(legalForms, (form) => {
        const config = compiled(stringify(form));
        expect(JSON.parse(JSON.stringify(config))).toEqual(config);
        expect(Object.keys(form.services).sort()).toEqual(config.services.map(({ name }) => name));
      }),
      150,
    );
  });

  it("always compile to the same, whatever the order of keys", () => {
    always(
      fc.property(legalForms, fc.integer(), (form, salt) => {
        const shuffled = stringify(reordered(form, shuffledBy(salt)));
        expect(JSON.stringify(compiled(shuffled))).toBe(JSON.stringify(compiled(stringify(form))));
      }),
      150,
    );
  });

  it("always have every list sorted and every service in exactly one domain", () => {
    always(
      fc.property(legalForms, (form) => {
        const { services, databases, domains } = compiled(stringify(form));
        for (const list of [services, databases, ...services.map(({ signals }) => signals)]) {
          const names = list.map(({ name }) => name);
          expect(names).toEqual([...names].sort());
        }
        for (const { pools } of services) {
          expect(pools.every((pool) => pool.minimumConnectionsPerTask <= pool.connectionsPerTask)).toBe(true);
          expect(pools.map(({ database }) => database)).toEqual(pools.map(({ database }) => database).sort());
        }
        expect(domains.flatMap((domain) => domain.services).sort()).toEqual(services.map(({ name }) => name));
      }),
      200,
    );
  });
});

describe("domains", () => {
  it("always put two services together exactly when a chain of databases joins them", () => {
    const pools = fc.uniqueArray(
      fc.constantFrom("d1", "d2", "d3", "d4", "d5").map((database) => ({ database })),
      {
        selector: ({ database }) => database,
        maxLength: 3,
      },
    );
    always(
      fc.property(fc.array(pools, { maxLength: 8 }), (lists) => {
        const services = lists.map((list, index) => ({ name: `s${index}`, pools: list }));
        const domains = findDomains(services);
        // Label propagation: the slow and obvious way.
        const label = services.map((_, index) => index);
        for (const _ of services) {
          services.forEach((a, i) => {
            services.forEach((b, j) => {
              const joined = a.pools.some(({ database }) => b.pools.some((other) => other.database === database));
              if (joined) label[i] = label[j] = Math.min(label[i]!, label[j]!);
            });
          });
        }
        const domainOf = (name: string) => domains.findIndex((domain) => domain.services.includes(name));
        services.forEach((a, i) => {
          services.forEach((b, j) => {
            expect(domainOf(a.name) === domainOf(b.name)).toBe(label[i] === label[j]);
          });
        });
        expect(findDomains([...services].reverse())).toEqual(domains);
      }),
      150,
    );
  });
});

describe("rollouts", () => {
  it("are always found stuck at the count that trying every count finds", () => {
    const percent = (min: number, max: number) => fc.integer({ min, max });
    always(
      fc.property(
        percent(0, 40),
        percent(1, 60),
        percent(100, 200),
        percent(0, 100),
        (minTasks, maxTasks, most, least) => {
          let stuck: number | null = null;
          for (let desired = Math.max(1, minTasks); desired <= maxTasks && stuck === null; desired++) {
            const fixed =
              Math.floor((desired * most) / 100) === desired && Math.ceil((desired * least) / 100) === desired;
            if (fixed) stuck = desired;
          }
          const service = { minTasks, maxTasks, maximumPercent: most, minimumHealthyPercent: least };
          expect(smallestStuckCount(service)).toBe(stuck);
        },
      ),
      2000,
    );
  });
});

const lawful = (text: string): void => {
  const reading = parseConfig(text, "headgate.yml");
  const problems: readonly Problem[] = reading.kind === "ok" ? reading.warnings : reading.problems;
  if (reading.kind === "refused") expect(problems.length).toBeGreaterThan(0);
  const lineCount = text.split("\n").length;
  for (const { code, line, column, message, fix } of problems) {
    expect(Object.hasOwn(problemCodes, code)).toBe(true);
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lineCount);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(`${message}${fix}`).not.toMatch(/[\p{Cc}\p{Zl}]|\[object|undefined|NaN/u);
    expect(message).not.toBe("");
    expect(fix).not.toBe("");
  }
};

describe("garbage", () => {
  const pieces = fc.constantFrom(
    ..."version: |1|\n|  |services|: |{|}|[|]|- |&a |*a|!x |\"|'|\t|#|? |<<: *a|__proto__: |\r\n|null|~|0|-1|1e999|.inf|.nan|ü|\u0000|\u2028|%YAML 1.1\n|---\n|...\n|databases:\n|pools: |cpu: |defaults: ".split(
      "|",
    ),
  );

  it("of characters never throws and always says where", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
    );
    always(fc.property(text, lawful), 1000);
  });

  it("in place of a line of the sample never throws and always says where", () => {
    const lines = sampleText.split("\n");
    const damaged = fc
      .tuple(
        fc.integer({ min: 0, max: lines.length - 1 }),
        fc.array(pieces, { maxLength: 6 }),
        fc.constantFrom("", "  ", "    ", "      "),
      )
      .map(([index, parts, indent]) => lines.with(index, indent + parts.join("")).join("\n"));
    always(fc.property(damaged, lawful), 150);
  });

  it("in place of a value of a legal form never throws and always says where", () => {
    const values = fc.oneof(
      fc.constantFrom(null, true, -1, 0, 1e308, "", "x", [], {}, [[]], { a: {} }),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const damaged = fc.tuple(legalForms, fc.integer({ min: 0, max: 400 }), values).map(([form, at, value]) => {
      let place = at;
      const visit = (node: unknown): unknown => {
        if (place-- === 0) return value;
        if (typeof node !== "object" || node === null) return node;
        if (Array.isArray(node)) return node.map(visit);
        return new Map(Object.entries(node).map(([key, child]) => [key, visit(child)]));
      };
      return stringify(visit(form));
    });
    always(fc.property(damaged, lawful), 150);
  });
});

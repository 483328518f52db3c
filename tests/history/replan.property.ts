import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { Config } from "../../shared/config/config.ts";
import { type Difference, firstDifference } from "../../shared/history/first-difference.ts";
import type { KeptDecision } from "../../shared/history/kept-decision.ts";
import { replan } from "../../shared/history/replan.ts";
import { plan } from "../../shared/plan/plan.ts";
import { compress, decompress } from "../../shared/state/compressed.ts";
import { always } from "../plan/always.ts";
import { type DomainCase, domainCases } from "../plan/domain-case.ts";
import { type Moment, momentsOf } from "../plan/history.ts";

/** As it comes out of the table. */
const keptOf = ({ snapshot, memory, nowMs }: Moment, config: Config): KeptDecision => {
  const { memory: _, ...planned } = plan(snapshot, memory, config, nowMs);
  const { domain } = snapshot;
  const about = { id: "1", domain, atMs: nowMs, version: 1, correlationId: "c", causes: [] };
  const inputs = { snapshot, memoryBefore: memory, release: "1", configHash: "" };
  return decompress(compress({ ...about, ...inputs, plan: planned, outcomes: [] }));
};

type Leaf = { readonly path: readonly (string | number)[]; readonly at: string };

const leavesOf = (value: unknown, path: readonly (string | number)[], at: string): readonly Leaf[] => {
  if (Array.isArray(value)) return value.flatMap((entry, n) => leavesOf(entry, [...path, n], `${at}[${n}]`));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, entry]) => {
      const step = /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
      return leavesOf(entry, [...path, key], `${at}${step}`);
    });
  }
  return [{ path, at }];
};

/** One leaf is another value now. */
const tampered = (decision: KeptDecision, { path }: Leaf): KeptDecision => {
  const copy = structuredClone(decision) as unknown as Record<string, unknown>;
  let place = copy["plan"] as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) place = place[step] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  place[last] = typeof place[last] === "number" ? (place[last] as number) + 1 : "tampered";
  return copy as unknown as KeptDecision;
};

/** A metric's reader drops what is no number: tests/aws/read-metrics.test.ts. The cases have it for the plan's sake. */
const isReadable = ({ snapshot }: Moment): boolean => isFiniteThroughout(snapshot);

const isFiniteThroughout = (value: unknown): boolean =>
  typeof value === "object" && value !== null
    ? Object.values(value).every(isFiniteThroughout)
    : typeof value !== "number" || Number.isFinite(value);

describe("a kept decision", () => {
  it("always plans again to the same answer, whatever was read", () => {
    let replanned = 0;
    always(
      fc.property(domainCases, (given: DomainCase) => {
        const config = decompress<Config>(compress(given.config));
        for (const moment of momentsOf(given).filter(isReadable)) {
          expect(replan(keptOf(moment, given.config), config)).toEqual({ kind: "same" });
          replanned += 1;
        }
      }),
      100,
    );
    expect(replanned).toBeGreaterThan(150);
  });

  it("that was tampered with is always told, with the very place", () => {
    let told = 0;
    always(
      fc.property(domainCases, fc.nat(), (given, pick) => {
        const moment = momentsOf(given).find(isReadable);
        if (moment === undefined) return;
        const decision = keptOf(moment, given.config);
        const leaves = leavesOf(decision.plan, [], "plan");
        const leaf = leaves[pick % leaves.length]!;
        const found = replan(tampered(decision, leaf), given.config);
        expect(found).toMatchObject({ kind: "differs", at: leaf.at });
        told += 1;
      }),
      200,
    );
    expect(told).toBeGreaterThan(150);
  });
});

describe("the first difference", () => {
  type Row = { readonly when: string; readonly was: unknown; readonly is: unknown; readonly found: Difference | null };
  it.each<Row>([
    { when: "the same in another order of keys", was: { a: 1, b: [2] }, is: { b: [2], a: 1 }, found: null },
    { when: "a list in another order", was: [1, 2], is: [2, 1], found: { at: "x[0]", was: 1, is: 2 } },
    { when: "a key that went", was: { a: { b: 1 } }, is: { a: {} }, found: { at: "x.a.b", was: 1, is: undefined } },
    { when: "a key that came", was: {}, is: { "a-b": 1 }, found: { at: 'x["a-b"]', was: undefined, is: 1 } },
    { when: "a longer list", was: [1], is: [1, 2], found: { at: "x[1]", was: undefined, is: 2 } },
    { when: "null for nothing", was: { a: null }, is: { a: 0 }, found: { at: "x.a", was: null, is: 0 } },
    { when: "a list for an object", was: [], is: {}, found: { at: "x", was: [], is: {} } },
    {
      when: "what every object has",
      was: {},
      is: { constructor: 1 },
      found: { at: "x.constructor", was: undefined, is: 1 },
    },
  ])("of $when", ({ was, is, found }) => {
    expect(firstDifference(was, is, "x")).toEqual(found);
  });
});

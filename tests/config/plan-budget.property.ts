import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { stringify } from "yaml";
import { budgetOf, demandsOn } from "../../shared/config/budget.ts";
import { checkBudget } from "../../shared/config/check-budget.ts";
import { compileDatabase } from "../../shared/config/compile.ts";
import { compileService } from "../../shared/config/compile-service.ts";
import type { Config } from "../../shared/config/config.ts";
import { parseConfig } from "../../shared/config/read-config.ts";
import { emptyMemory, type Memory } from "../../shared/plan/memory.ts";
import { plan } from "../../shared/plan/plan.ts";
import { noFacts, noPressure } from "../../shared/plan/readings/database-reading.ts";
import type { TaskCounts } from "../../shared/plan/readings/service-reading.ts";
import type { Snapshot } from "../../shared/plan/snapshot.ts";
import { legalForms } from "./legal-forms.ts";

const seed = 20_261_004;
const nowMs = Date.UTC(2026, 9, 4, 12);
const measuredConnections = 17;

const steady = (tasks: number): TaskCounts => ({
  desired: tasks,
  running: tasks,
  pending: 0,
  stopping: 0,
  deployment: { kind: "none" },
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  scheduling: "REPLICA",
  strategy: "ROLLING",
  bakeMinutes: 0,
  unhealthy: 0,
  rebalancing: false,
  revision: "r-1",
  lastStartAtMs: null,
  lastStopAtMs: null,
});

/** Everything is read, and every service runs at its minimum. */
const snapshotOf = (config: Config, domain: Config["domains"][number]): Snapshot => ({
  domain: domain.id,
  readAtMs: nowMs,
  services: config.services
    .filter(({ name }) => domain.services.includes(name))
    .map((service) => ({
      name: service.name,
      tasks: { kind: "known", value: steady(service.minTasks) },
      signals: service.signals.map((signal) =>
        signal.kind === "alarm"
          ? { kind: "alarm", state: "OK", sinceMs: nowMs, actionsEnabled: true }
          : {
              kind: "datapoint",
              value: signal.kind === "target" ? signal.target : 1,
              atMs: nowMs - 60_000,
              periodSeconds: 60,
              tasks: null,
            },
      ),
      scalableTarget: { kind: "known", value: "none" },
    })),
  databases: domain.databases.map((name) => ({
    name,
    facts: noFacts,
    pressure: noPressure,
    proxies: [],
    connections: { kind: "known", value: [{ atMs: nowMs - 120_000, periodSeconds: 60, maximum: 50 }] },
  })),
});

const memoryOf = ({ databases }: Config["domains"][number]): Memory => {
  const unmanaged = { lowConnections: 0, highConnections: measuredConnections, measuredAtMs: nowMs };
  return { ...emptyMemory, databases: Object.fromEntries(databases.map((name) => [name, { unmanaged }])) };
};

const readConfig = (text: string): Config => {
  const reading = parseConfig(text, "headgate.yml");
  if (reading.kind === "refused") throw new Error(JSON.stringify(reading.problems));
  return reading.config;
};

/** Each database's budget term by term: as `headgate validate` shows it, and as a plan computes it. */
const bothWays = (config: Config) => {
  const planned = config.domains.flatMap(
    (domain) => plan(snapshotOf(config, domain), memoryOf(domain), config, nowMs).budgets,
  );
  return planned.map((budget) => {
    const database = config.databases.find(({ name }) => name === budget.database)!;
    const shown = budgetOf(database, config.services);
    const { limit, connections, unmanaged, ...terms } = shown;
    if (budget.kind === "unknown") return { planned: budget.code, shown: limit === null ? "limit-unknown" : shown };
    // What is measured comes off in the plan only.
    const measured = unmanaged === null ? budget.unmanagedConnections : 0;
    return {
      planned: {
        limit: budget.limitConnections,
        connections: budget.budgetConnections + measured,
        reserved: budget.reservedConnections,
        margin: budget.marginConnections,
        replacement: budget.replacementConnections,
        connectors: budget.connectorConnections,
        sharePercent: budget.sharePercent,
      },
      shown: { limit, connections, ...terms },
    };
  });
};

describe("what validate shows as a database's budget", () => {
  it("is what the plan computes, for the form's defaults, own figures, shared databases and unknown limits", () => {
    const databases = [
      "databases:",
      "  small: { instance: db-1, engine: postgres, maxConnections: 100, unmanagedConnections: 6 }",
      "  own: { instance: db-2, engine: mysql, maxConnections: 300, marginConnections: 40, connectors: { jobs: 9 } }",
      "  unknown: { instance: db-3, engine: mariadb }",
      "services:",
      "  a: { pools: { small: 7, own: 41 } }",
      "  b: { pools: { small: 3 } }",
      "  c: { pools: { unknown: 3 } }",
    ];
    const config = readConfig(["version: 1", "name: shop", "defaults: { cluster: shop }", ...databases].join("\n"));
    const budgets = bothWays(config);
    expect(budgets).toHaveLength(3);
    for (const { planned, shown } of budgets) expect(planned).toEqual(shown);
    expect(budgets[0]!.planned).toMatchObject({ connections: 250, replacement: 1 });
  });

  it("is always what the plan computes", () => {
    let compared = 0;
    void fc.assert(
      fc.property(legalForms, (form) => {
        for (const { planned, shown } of bothWays(readConfig(stringify(form)))) {
          expect(planned).toEqual(shown);
          compared++;
        }
      }),
      { seed, numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});

describe("minimums that don't fit", () => {
  const instance = "db-1";
  const users = fc.array(fc.record({ k: fc.integer({ min: 1, max: 60 }), min: fc.integer({ min: 0, max: 6 }) }), {
    minLength: 1,
    maxLength: 4,
  });
  const database = fc.record({
    maxConnections: fc.integer({ min: 12, max: 600 }),
    marginConnections: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
  });
  type Case = {
    readonly users: readonly { readonly k: number; readonly min: number }[];
    readonly database: { readonly maxConnections: number; readonly marginConnections?: number | undefined };
  };
  const compiled = ({ users, database }: Case) => ({
    database: compileDatabase("db", { instance, engine: "postgres", ...database }),
    services: users.map(({ k, min }, index) =>
      compileService(`s${index}`, { cluster: "shop", pools: { db: k }, tasks: { min } }),
    ),
  });
  const findingOf = (given: Case) => {
    const { database, services } = compiled(given);
    return checkBudget(services, [database])[0] ?? null;
  };
  const figure = (fix: string, before: string): number | null => {
    const found = new RegExp(`${before} (\\d+)`).exec(fix);
    return found === null ? null : Number(found[1]);
  };

  it("always fit with each fix that is named, and never with one less", () => {
    const named = { min: 0, pool: 0, limit: 0 };
    void fc.assert(
      fc.property(users, database, (users, database) => {
        const finding = findingOf({ users, database });
        const limit = finding === null ? null : figure(finding.fix, "raise maxConnections to at least");
        if (finding === null || limit === null) return;
        const fitsWithLimit = (maxConnections: number) =>
          findingOf({ users, database: { ...database, maxConnections } })?.code !== finding.code;
        expect([fitsWithLimit(limit), fitsWithLimit(limit - 1)]).toEqual([true, false]);
        named.limit++;
        if (finding.code !== "min-above-budget") return;
        const largest = Number(String(finding.path[1]).slice(1));
        const fitsWith = (change: Partial<Case["users"][number]>) =>
          findingOf({ users: users.with(largest, { ...users[largest]!, ...change }), database }) === null;
        const min = figure(finding.fix, "lower tasks.min of s\\d to at most");
        if (min !== null) {
          expect([fitsWith({ min }), fitsWith({ min: min + 1 })]).toEqual([true, false]);
          named.min++;
        }
        const k = figure(finding.fix, "lower its pools to");
        if (k !== null) {
          expect([fitsWith({ k }), fitsWith({ k: k + 1 })]).toEqual([true, false]);
          named.pool++;
        }
      }),
      { seed, numRuns: 1000 },
    );
    for (const count of Object.values(named)) expect(count).toBeGreaterThan(100);
  });

  it("are always refused, and only they", () => {
    void fc.assert(
      fc.property(users, database, (users, database) => {
        const given = compiled({ users, database });
        const { connections } = budgetOf(given.database, given.services);
        const needed = demandsOn(given.database, given.services).reduce((sum, { least }) => sum + least, 0);
        const code = connections! <= 0 ? "budget-empty" : needed > connections! ? "min-above-budget" : null;
        expect(findingOf({ users, database })?.code ?? null).toBe(code);
      }),
      { seed, numRuns: 500 },
    );
  });
});

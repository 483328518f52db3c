import { describe, expect, it } from "@jest/globals";
import type { DatabaseFacts } from "../../shared/limits/database-facts.ts";
import type { EffectiveLimit } from "../../shared/limits/limit.ts";
import { plan } from "../../shared/plan/plan.ts";
import { type DatabaseReading, noFacts } from "../../shared/plan/readings/database-reading.ts";
import type { Reading } from "../../shared/reading.ts";
import {
  calmMemory,
  config,
  database,
  databaseFacts,
  databaseReading,
  datapoint,
  instanceFacts,
  known,
  memory,
  nowMs,
  pool,
  secondsAgo,
  service,
  serviceReading,
  snapshot,
  unknown,
} from "./builders.ts";

/** `api` on the database that can't be read, `web` on a sound one, `both` on both: one domain. */
const planned = (reading: Partial<DatabaseReading>, cpuPercent = 90, limits: Parameters<typeof database>[0] = {}) => {
  const unset = { maxConnections: null, marginConnections: null };
  const services = [
    service({ name: "api", pools: [pool({ database: "bad" })] }),
    service({ name: "both", minTasks: 1, pools: [pool({ database: "bad" }), pool()] }),
    service(),
  ];
  const world = snapshot(
    services.map(({ name }) => serviceReading({ name, signals: [datapoint({ value: cpuPercent })] })),
    [databaseReading({ name: "bad", ...reading }), databaseReading()],
    { domain: "api" },
  );
  const calm = memory(Object.fromEntries(services.map(({ name }) => [name, calmMemory(3)])));
  const databases = [
    database({ name: "bad", ...unset, ...limits }),
    database({ maxConnections: 600, marginConnections: 30 }),
  ];
  return plan(world, calm, config(services, databases), nowMs);
};

const limitOf = (limit: EffectiveLimit): Reading<DatabaseFacts> =>
  known(databaseFacts({ database: "bad", instances: [instanceFacts({ answer: { limit, notes: [] } })] }));

type Row = {
  readonly when: string;
  readonly reading: Partial<DatabaseReading>;
  readonly limits?: Parameters<typeof database>[0];
  readonly expected: readonly [string, string];
};

const rows: readonly Row[] = [
  {
    when: "nobody has found its limit",
    reading: { facts: noFacts },
    expected: ["limit-unknown", "the function limits has not read it yet"],
  },
  {
    when: "the instance doesn't exist",
    reading: {
      facts: unknown({ because: "not-found", detail: "rds:DescribeDBInstances bad: DBInstanceNotFoundFault" }),
    },
    expected: ["limit-unknown", "rds:DescribeDBInstances bad: DBInstanceNotFoundFault"],
  },
  {
    when: "the parameter group has a typo",
    reading: {
      facts: limitOf({ kind: "unknown", code: "formula-unreadable", detail: "{DBInstanceClassMemroy/9531392}" }),
    },
    expected: ["limit-unknown", "formula-unreadable: {DBInstanceClassMemroy/9531392}"],
  },
  {
    when: "one reading was denied",
    reading: {
      facts: limitOf({ kind: "unknown", code: "access-denied", detail: "rds:DescribeDBParameters: AccessDenied" }),
    },
    expected: ["limit-unknown", "rds:DescribeDBParameters: AccessDenied"],
  },
  {
    when: "RDS has throttled the readings for a day",
    reading: {
      facts: known(
        databaseFacts({
          readAtMs: secondsAgo(25 * 3600),
          laterFailure: { atMs: nowMs, because: unknown({ detail: "rds:DescribeDBInstances: Throttling" }) },
        }),
      ),
    },
    expected: ["limit-stale", "rds:DescribeDBInstances: Throttling"],
  },
  {
    when: "the instance reboots",
    reading: {
      facts: known(databaseFacts({ instances: [instanceFacts({ instance: "bad-1", status: "rebooting" })] })),
    },
    expected: ["database-not-available", "bad-1 is rebooting"],
  },
  {
    when: "its connections can't be read",
    reading: {
      facts: known(databaseFacts()),
      connections: unknown({ because: "access-denied", detail: "cloudwatch:GetMetricData: AccessDenied" }),
    },
    limits: { unmanagedConnections: null },
    expected: ["connections-unknown", "cloudwatch:GetMetricData: AccessDenied"],
  },
];

describe("a database of which something is not known", () => {
  it.each(rows)(
    "holds what connects to it while $when, and says why; the rest grows",
    ({ reading, limits, expected }) => {
      const { services, findings, actions } = planned(reading, 90, limits);
      const [code, detail] = expected;
      for (const name of ["api", "both"]) {
        expect(services.find((entry) => entry.name === name)!.targetTasks).toBe(6);
        const said = findings.find((finding) => finding.service === name && finding.code === code);
        expect(said).toMatchObject({ database: "bad", detail: expect.stringContaining(detail) });
      }
      expect(actions).toEqual([{ kind: "set-desired-count", service: "web", from: 6, to: 11 }]);
    },
  );

  it.each(rows)("never holds a scale-in while $when", ({ reading, limits }) => {
    const { services } = planned(reading, 10, limits);
    expect(services.map(({ targetTasks }) => targetTasks)).toEqual([3, 3, 3]);
  });
});

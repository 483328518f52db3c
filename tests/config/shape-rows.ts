import { lines, type ProblemRow, withDatabases, withServices } from "./problem-row.ts";

const order = "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 } }";

/** Keys and values that the form doesn't allow. */
export const shapeRows: readonly ProblemRow[] = [
  {
    when: "another version of the form is refused",
    text: lines("version: 2", "name: shop", "services: { order: { cluster: shop, signals: { cpu: 70 } } }"),
    gives: { code: "wrong-version", path: "version", line: 1, column: 10, fix: "write version: 1" },
    says: "version is 2",
  },
  {
    when: "a version in quotes is refused",
    text: lines('version: "1"', "name: shop", "services: { order: { cluster: shop, signals: { cpu: 70 } } }"),
    gives: { code: "wrong-version", path: "version", line: 1, column: 10, fix: "write version: 1" },
  },
  {
    when: "a file without a version is refused",
    text: lines("name: shop", "services: { order: { cluster: shop, signals: { cpu: 70 } } }"),
    gives: { code: "missing-key", path: "version", line: 1, column: 1, fix: "add version, for example `version: 1`" },
  },
  {
    when: "a mistyped key is refused with the nearest legal one",
    text: withServices(
      order,
      "    , surgee: borrow }".replace("    , ", "  user: { cluster: shop, signals: { cpu: 70 }, "),
    ),
    gives: { code: "unknown-key", path: "services.user.surgee", line: 7, column: 48, fix: "did you mean surge?" },
  },
  {
    when: "a flat key of another tool is shown where it belongs",
    text: withServices(order, "  user:", "    cluster: shop", "    signals: { cpu: 70 }", "    maxTasks: 9"),
    gives: {
      code: "unknown-key",
      path: "services.user.maxTasks",
      line: 10,
      column: 5,
      fix: "write it as tasks: { max: 20 }",
    },
  },
  {
    when: "a DAEMON service can't be described",
    text: withServices(order, "  agent: { cluster: shop, signals: { cpu: 70 }, schedulingStrategy: DAEMON }"),
    gives: {
      code: "unknown-key",
      path: "services.agent.schedulingStrategy",
      line: 7,
      column: 49,
      fix: "remove it; DAEMON services have one task per instance and can't be scaled",
    },
  },
  {
    when: "a merge key is not read silently",
    text: withServices(order, "  user: { <<: { cluster: shop }, cluster: shop, signals: { cpu: 70 } }"),
    gives: {
      code: "unknown-key",
      path: 'services.user["<<"]',
      line: 7,
      column: 11,
      fix: "merge keys are not read; use the defaults block",
    },
  },
  {
    when: "a key with the name of an inherited property is still unknown",
    text: lines(
      "version: 1",
      "name: shop",
      "constructor: 1",
      "services: { order: { cluster: a, signals: { cpu: 70 } } }",
    ),
    gives: {
      code: "unknown-key",
      path: "constructor",
      line: 3,
      column: 1,
      fix: "remove it, or use one of dailyReadBudget, databases, decisionRetentionDays, defaults, name, nginx, notices, proxies, runbooks, services, version, zones",
    },
  },
  {
    when: "an unknown key inside a pool is found through the alternatives",
    text: withServices("  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: { sise: 2, size: 2 } } }"),
    gives: {
      code: "unknown-key",
      path: "services.order.pools.db.sise",
      line: 6,
      column: 64,
      fix: "did you mean size?",
    },
  },
  {
    when: "a signal without its target is refused at the signal",
    text: withServices(
      order,
      "  user:",
      "    cluster: shop",
      "    signals:",
      "      metrics:",
      "        lag: { namespace: AWS/Kafka, name: SumOffsetLag, measures: total }",
    ),
    gives: {
      code: "missing-key",
      path: "services.user.signals.metrics.lag.target",
      line: 11,
      column: 9,
      fix: "add target, for example `target: 1000`",
    },
  },
  {
    when: "a service needs a cluster from somewhere",
    text: withServices(order, "  user: { signals: { cpu: 70 } }"),
    gives: {
      code: "missing-key",
      path: "services.user.cluster",
      line: 7,
      column: 3,
      fix: "add cluster with the name of the ECS cluster, here or in the defaults block",
    },
  },
  {
    when: "a pool needs a size from somewhere",
    text: withServices("  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: { processes: 2 } } }"),
    gives: {
      code: "missing-key",
      path: "services.order.pools.db",
      line: 6,
      column: 58,
      fix: "add size with the pool's most connections per process, or library, for example `size: 10`",
    },
  },
  {
    when: "a number in quotes is text",
    text: withDatabases('  db: { instance: db-1, engine: postgres, maxConnections: "100" }'),
    gives: {
      code: "wrong-type",
      path: "databases.db.maxConnections",
      line: 4,
      column: 59,
      fix: "write 100 without quotes",
    },
  },
  {
    when: "a wrong type inside a pool is found through the alternatives",
    text: withServices('  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: [{ size: 2 }, { size: "4" }] } }'),
    gives: {
      code: "wrong-type",
      path: "services.order.pools.db[1].size",
      line: 6,
      column: 84,
      fix: "write 4 without quotes",
    },
  },
  {
    when: "a pool that is no alternative at all is told what there is",
    text: withServices("  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: many } }"),
    gives: {
      code: "wrong-type",
      path: "services.order.pools.db",
      line: 6,
      column: 62,
      fix: "write a whole number from 1 to 10000, a map of keys or a list of at least 1",
    },
  },
  {
    when: "text that YAML reads as a number needs quotes",
    text: withServices(order, "  user: { cluster: 12, signals: { cpu: 70 } }"),
    gives: { code: "wrong-type", path: "services.user.cluster", line: 7, column: 20, fix: 'put it in quotes: "12"' },
  },
  {
    when: "a service with nothing after the colon is not a map",
    text: withServices(order, "  user:"),
    gives: {
      code: "wrong-type",
      path: "services.user",
      line: 7,
      column: 8,
      fix: "write user: {} for a map without keys, or fill it",
    },
  },
  {
    when: "an unknown word is answered with the nearest legal one",
    text: withDatabases("  db: { instance: db-1, engine: postgresql, maxConnections: 100 }"),
    gives: { code: "not-one-of", path: "databases.db.engine", line: 4, column: 33, fix: "did you mean postgres?" },
  },
  {
    when: "a mode that doesn't exist is answered with the choice",
    text: withServices(order, "  user: { cluster: shop, signals: { cpu: 70 }, mode: everything }"),
    gives: {
      code: "not-one-of",
      path: "services.user.mode",
      line: 7,
      column: 54,
      fix: "write observe (the default) or observe, govern or scale",
    },
  },
  {
    when: "a deployment ceiling under 100 % is refused",
    text: withServices(order, "  user: { cluster: shop, signals: { cpu: 70 }, deployment: { maximumPercent: 90 } }"),
    gives: {
      code: "out-of-bounds",
      path: "services.user.deployment.maximumPercent",
      line: 7,
      column: 78,
      fix: "write 200 (the default) or a whole number from 100 to 200",
    },
    says: "maximumPercent is 90",
  },
  {
    when: "a deployment floor over 100 % is refused",
    text: withServices(
      order,
      "  user: { cluster: a, signals: { cpu: 70 }, deployment: { minimumHealthyPercent: 101 } }",
    ),
    gives: {
      code: "out-of-bounds",
      path: "services.user.deployment.minimumHealthyPercent",
      line: 7,
      column: 82,
      fix: "write 100 (the default) or a whole number from 0 to 100",
    },
  },
  {
    when: "a CPU target of 170 % is out of bounds, in the words of a number",
    text: withServices("  order: { cluster: shop, signals: { cpu: 170 }, pools: { db: 2 } }"),
    gives: {
      code: "out-of-bounds",
      path: "services.order.signals.cpu",
      line: 6,
      column: 43,
      fix: "write a number from 1 to 100, for example 70",
    },
  },
  {
    when: "half a task is out of bounds",
    text: withServices(order, "  user: { cluster: shop, signals: { cpu: 70 }, tasks: { min: 2.5 } }"),
    gives: {
      code: "out-of-bounds",
      path: "services.user.tasks.min",
      line: 7,
      column: 62,
      fix: "write 3 (the default) or a whole number from 0 to 5000",
    },
  },
  {
    when: "a stop timeout over an hour is out of bounds",
    text: withServices(order, "  user: { cluster: shop, signals: { cpu: 70 }, drain: { stopTimeoutSeconds: 3601 } }"),
    gives: {
      code: "out-of-bounds",
      path: "services.user.drain.stopTimeoutSeconds",
      line: 7,
      column: 77,
      fix: "write 30 (the default) or a whole number from 0 to 3600",
    },
  },
  {
    when: "a service name with other letters than AWS takes is refused, and nothing else is said of it",
    text: withServices(order, "  Zahlung-für-Läden: { cluster: shop, mode: scale }"),
    gives: {
      code: "illegal-name",
      path: 'services["Zahlung-für-Läden"]',
      line: 7,
      column: 3,
      fix: "choose another name within this rule",
    },
  },
  {
    when: "a name of 129 characters is refused",
    text: withServices(order, `  ${"a".repeat(129)}: { cluster: shop, signals: { cpu: 70 } }`),
    gives: {
      code: "illegal-name",
      path: `services.${"a".repeat(59)}…`,
      line: 7,
      column: 3,
      fix: "choose another name within this rule",
    },
  },
  {
    when: "a cluster's ARN is answered with its name",
    text: withServices(
      order,
      '  user: { cluster: "arn:aws:ecs:eu-central-1:111122223333:cluster/shop", signals: { cpu: 70 } }',
    ),
    gives: { code: "illegal-name", path: "services.user.cluster", line: 7, column: 20, fix: "write shop" },
  },
  {
    when: "an instance identifier is written as RDS stores it",
    text: withDatabases("  db: { instance: Shop-Orders, engine: postgres, maxConnections: 100 }"),
    gives: { code: "illegal-name", path: "databases.db.instance", line: 4, column: 19, fix: "write shop-orders" },
  },
  {
    when: "a file without a service has nothing to scale",
    text: lines("version: 1", "name: shop", "services: {}"),
    gives: {
      code: "no-services",
      path: "services",
      line: 3,
      column: 1,
      fix: "add one under services, with its cluster",
    },
  },
];

import { lines, type ProblemRow, withDatabases, withServices } from "./problem-row.ts";

const order = "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 } }";

/** Legal keys and values that can't work together. */
export const meaningRows: readonly ProblemRow[] = [
  {
    when: "a pool of 0 connections is refused",
    text: withServices("  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 0 } }"),
    gives: {
      code: "pool-zero",
      path: "services.order.pools.db",
      line: 6,
      column: 62,
      fix: "write the pool's real size, at least 1, or remove the pool when the service doesn't use this database",
    },
  },
  {
    when: "a pool of size 0 in a list is refused",
    text: withServices("  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: [{ size: 1 }, { size: 0 }] } }"),
    gives: {
      code: "pool-zero",
      path: "services.order.pools.db[1].size",
      line: 6,
      column: 84,
      fix: "write the pool's real size, at least 1, or remove the pool when the service doesn't use this database",
    },
  },
  {
    when: "a fixed pool can't idle below its size",
    text: withServices(
      "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: { library: hikaricp, minimum: 2 } } }",
    ),
    gives: {
      code: "pool-contradiction",
      path: "services.order.pools.db.minimum",
      line: 6,
      column: 92,
      fix: "add kind: elastic, or leave minimum out",
    },
    says: "always holds its 10 connections",
  },
  {
    when: "a pool can't idle above its size",
    text: withServices(
      "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: { size: 2, kind: elastic, minimum: 3 } } }",
    ),
    gives: {
      code: "pool-contradiction",
      path: "services.order.pools.db.minimum",
      line: 6,
      column: 97,
      fix: "lower minimum to at most 2, or raise size",
    },
  },
  {
    when: "instances on Fargate are refused",
    text: withServices("  order: { cluster: shop, signals: { cpu: 70 }, capacity: { maxInstances: 5 } }"),
    gives: {
      code: "instances-without-ec2",
      path: "services.order.capacity",
      line: 6,
      column: 49,
      fix: "add launchType: ec2, or remove maxInstances",
    },
  },
  {
    when: "a pool to an unknown database is answered with the nearest name",
    text: lines(
      "version: 1",
      "name: shop",
      "databases:",
      "  orders-db: { instance: db-1, engine: postgres, maxConnections: 100 }",
      "services:",
      "  order:",
      "    cluster: shop",
      "    signals: { cpu: 70 }",
      "    pools:",
      "      order-db: 10",
    ),
    gives: {
      code: "unknown-database",
      path: "services.order.pools.order-db",
      line: 10,
      column: 7,
      fix: "did you mean orders-db?",
    },
    says: "order has a pool to order-db",
  },
  {
    when: "a pool in a file without databases says where to add one",
    text: lines(
      "version: 1",
      "name: shop",
      "services: { order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 } } }",
    ),
    gives: {
      code: "unknown-database",
      path: "services.order.pools.db",
      line: 3,
      column: 68,
      fix: "add db under databases",
    },
  },
  {
    when: "an unknown database in the defaults block is one problem for all services",
    text: lines(
      "version: 1",
      "name: shop",
      "defaults: { cluster: shop, signals: { cpu: 70 }, pools: { nowhere: 2 } }",
      "services: { c: {}, a: {}, b: {} }",
    ),
    gives: {
      code: "unknown-database",
      path: "services.a.pools.nowhere",
      line: 3,
      column: 59,
      fix: "add nowhere under databases",
    },
    says: "(the same for b, c)",
  },
  {
    when: "a call to an unknown service is answered with the nearest name",
    text: withServices(order, "  gateway: { cluster: shop, signals: { cpu: 70 }, calls: { orders: 1 } }"),
    gives: {
      code: "unknown-service",
      path: "services.gateway.calls.orders",
      line: 7,
      column: 60,
      fix: "did you mean order?",
    },
  },
  {
    when: "a service that calls itself is refused",
    text: withServices("  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 }, calls: { order: 1 } }"),
    gives: {
      code: "calls-itself",
      path: "services.order.calls.order",
      line: 6,
      column: 76,
      fix: "remove the line: requests that a service sends to itself are part of its own load",
    },
  },
  {
    when: "two names for one ECS service are refused",
    text: withServices(order, "  order-again: { cluster: shop, signals: { cpu: 70 }, ecsService: order }"),
    gives: {
      code: "same-ecs-service",
      path: "services.order-again.ecsService",
      line: 7,
      column: 67,
      fix: "give one of them its own ecsService or cluster, or remove it",
    },
    says: "both the ECS service order in cluster shop",
  },
  {
    when: "two names for one instance are refused, because its limit is one",
    text: withDatabases(
      "  db: { instance: db-1, engine: postgres, maxConnections: 100 }",
      "  db2: { instance: db-1, engine: postgres, maxConnections: 100 }",
    ),
    gives: {
      code: "same-instance",
      path: "databases.db2.instance",
      line: 5,
      column: 20,
      fix: "keep one entry, and name it in the pools of every service that used either; a task with two pools lists both under it",
    },
  },
  {
    when: "a minimum above the maximum is refused",
    text: withServices(order, "  user: { cluster: shop, signals: { cpu: 70 }, tasks: { min: 30 } }"),
    gives: {
      code: "min-above-max",
      path: "services.user.tasks.min",
      line: 7,
      column: 62,
      fix: "lower tasks.min to at most 20, or raise tasks.max to at least 30",
    },
  },
  {
    when: "3 tasks at 125 % and 100 % can neither start nor stop one",
    text: withServices(
      order,
      "  user:",
      "    cluster: shop",
      "    signals: { cpu: 70 }",
      "    deployment:",
      "      maximumPercent: 125",
    ),
    gives: {
      code: "rollout-never-ends",
      path: "services.user.deployment",
      line: 10,
      column: 5,
      fix: "set deployment.maximumPercent to at least 134, or deployment.minimumHealthyPercent to at most 66",
    },
    says: "at 3 tasks never ends",
  },
  {
    when: "a limit that is all reserved leaves nothing to plan with",
    text: withDatabases("  db: { instance: db-1, engine: postgres, maxConnections: 20, connectors: { jobs: 9 } }"),
    gives: {
      code: "budget-empty",
      path: "databases.db.maxConnections",
      line: 4,
      column: 59,
      fix: "raise maxConnections to at least 21 if the instance has it, or lower what is taken off",
    },
    says: "20 - 8 reserved - 3 margin - 9 connectors = 0",
  },
  {
    when: "a pool that leaves no room to replace one task leaves nothing",
    text: lines(
      "version: 1",
      "name: shop",
      "databases: { db: { instance: db-1, engine: postgres, maxConnections: 100 } }",
      "services: { order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 95 }, tasks: { min: 0 } } }",
    ),
    gives: {
      code: "budget-empty",
      path: "databases.db.maxConnections",
      line: 3,
      column: 70,
      fix: "raise maxConnections to at least 104 if the instance has it, or lower what is taken off, or the largest pool",
    },
    says: "100 - 8 reserved - 5 margin - 90 replacement = -3",
  },
  {
    when: "minimums above the budget are refused at the largest, with every number",
    text: withServices(
      "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 25 }, tasks: { min: 3 } }",
      "  stock: { cluster: shop, signals: { cpu: 70 }, pools: { db: 5 }, tasks: { min: 2 } }",
    ),
    gives: {
      code: "min-above-budget",
      path: "services.order.tasks.min",
      line: 6,
      column: 82,
      fix: "lower tasks.min of order to at most 2, or lower its pools to 20 connections per task, or raise maxConnections to at least 118",
    },
    says: "need 85 connections: order 3 x 25, stock 2 x 5; it can hold 67: 100 - 8 reserved - 5 margin - 20 replacement = 67",
  },
  {
    when: "a margin of the user's own doesn't grow with the limit that is asked for",
    text: lines(
      "version: 1",
      "name: shop",
      "defaults: { cluster: shop, signals: { cpu: 70 }, tasks: { min: 5 } }",
      "databases: { db: { instance: db-1, engine: mysql, maxConnections: 100, marginConnections: 50 } }",
      "services: { order: { pools: { db: 20 } } }",
    ),
    gives: {
      code: "min-above-budget",
      path: "services.order.tasks.min",
      line: 3,
      column: 64,
      fix: "lower tasks.min of order to at most 2, or lower its pools to 10 connections per task, or raise maxConnections to at least 150",
    },
    says: "need 100 connections: order 5 x 20; it can hold 50: 100 - 50 margin = 50",
  },
  {
    when: "a metric can't have the name of the CPU target beside it",
    text: withServices(
      order,
      "  user:",
      "    cluster: shop",
      "    signals:",
      "      cpu: 70",
      "      metrics:",
      "        cpu: { namespace: Shop, name: Load, measures: average, target: 5 }",
    ),
    gives: {
      code: "duplicate-signal",
      path: "services.user.signals.metrics.cpu",
      line: 12,
      column: 9,
      fix: "rename the one under metrics; cpu, memory, requests, rate and latency are also names",
    },
  },
  {
    when: "a datapoint that is stale when it is complete never counts",
    text: withServices(
      order,
      "  user:",
      "    cluster: shop",
      "    signals:",
      "      metrics:",
      "        lag: { namespace: Shop, name: Lag, measures: total, target: 5, periodSeconds: 300, staleAfterSeconds: 300 }",
    ),
    gives: {
      code: "signal-always-stale",
      path: "services.user.signals.metrics.lag.staleAfterSeconds",
      line: 11,
      column: 111,
      fix: "raise staleAfterSeconds to 900 (three periods), or leave it out",
    },
  },
  {
    when: "mode scale without a signal is refused",
    text: withServices(order, "  user: { cluster: shop, mode: scale }"),
    gives: {
      code: "scale-without-signal",
      path: "services.user.signals",
      line: 7,
      column: 3,
      fix: "add signals, for example `signals: { cpu: 70 }`, or set mode: observe",
    },
  },
];

/** What a valid file may still want to hear. */
export const warningRows: readonly ProblemRow[] = [
  {
    when: "a circle of calls in which a request grows without end is a warning",
    text: withServices(
      "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 }, calls: { stock: 2 } }",
      "  stock: { cluster: shop, signals: { cpu: 70 }, calls: { order: 0.5 } }",
    ),
    gives: {
      code: "calls-without-end",
      path: "services.order.calls",
      line: 6,
      column: 67,
      fix: "write what is sent on average per request served; around the circle the figures must multiply to less than 1",
    },
  },
  {
    when: "two shares of one callee that are both to be learned are a warning",
    text: withServices(
      "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 }, calls: { stock: learn } }",
      "  cart: { cluster: shop, signals: { cpu: 70 }, calls: { stock: learn } }",
      "  stock: { cluster: shop, signals: { cpu: 70 } }",
    ),
    gives: {
      code: "share-not-identifiable",
      path: "services.cart.calls.stock",
      line: 7,
      column: 64,
      fix: "write the figure for all of them but one: calls: { stock: 1.2 }",
    },
  },
  {
    when: "a database that no service uses is a warning",
    text: withDatabases(
      "  db: { instance: db-1, engine: postgres, maxConnections: 100 }",
      "  old: { instance: db-2, engine: mysql, maxConnections: 100 }",
    ),
    gives: {
      code: "database-unused",
      path: "databases.old",
      line: 5,
      column: 3,
      fix: "name it under the pools of the services that use it, or remove it",
    },
  },
  {
    when: "a database without a known limit is a warning",
    text: withDatabases("  db: { instance: db-1, engine: postgres }"),
    gives: {
      code: "limit-unknown",
      path: "databases.db.maxConnections",
      line: 4,
      column: 3,
      fix: "nothing, where the function limits may read it; or add maxConnections with what SHOW max_connections (or SHOW VARIABLES LIKE 'max_connections') answers on the instance",
    },
  },
  {
    when: "a service without a signal is only counted",
    text: withServices(order, "  user: { cluster: shop }"),
    gives: {
      code: "no-signal",
      path: "services.user.signals",
      line: 7,
      column: 3,
      fix: "add signals, for example `signals: { cpu: 70 }`, if it should be planned",
    },
  },
  {
    when: "memory as the only signal never grows a service",
    text: withServices(order, "  user:", "    cluster: shop", "    signals: { memory: 80 }"),
    gives: {
      code: "memory-alone",
      path: "services.user.signals",
      line: 9,
      column: 5,
      fix: "add a signal that follows the load, for example `cpu: 70`",
    },
  },
  {
    when: "alarms as the only signals never shrink a service",
    text: withServices(
      order,
      "  user:",
      "    cluster: shop",
      "    signals: { alarms: { slow: { alarmName: slow }, busy: { alarmName: busy } } }",
    ),
    gives: {
      code: "alarm-alone",
      path: "services.user.signals",
      line: 9,
      column: 5,
      fix: "add a signal that follows the load, for example `cpu: 70`",
    },
  },
];

/** Nearly every key of the form once. */
export const fullScenario = `version: 1
name: everything
title: Everything at once
remarks: ["[I] Made up.", "Nothing was measured."]
durationSeconds: 600
startAt: 2026-03-14T02:00:00+01:00
timelineSeconds: 5
metrics: { delaySeconds60: 30, delaySeconds20: 5, databaseDelaySeconds: 120 }
slo: { seconds: 2 }
defaults:
  tasks: { min: 3, targetPercent: 50 }
  start: { bootSeconds: 30, bootCpuPercent: 50 }
  drainSeconds: 30
  cpuSecondsPerRequest: 0.01
  pool: { connectionsPerTask: 4, withoutConnections: wait }
services:
  web:
    traffic: { steps: [{ atSecond: 0, requestsPerSecond: 400 }, { atSecond: 2, requestsPerSecond: 50 }] }
    tasks: { max: 12, cap: 8 }
    start: { pendingSeconds: 10, jitterSeconds: 5 }
    calls: [{ service: order, requestsPerRequest: 0.5 }, { service: stock }]
    cpuSecondsPerRefusal: 0.001
    idleCpuPercent: 3
    vcpu: 2
    requestsPerTask: 80
    concurrency: 40
    queueLimitPerTask: 90
    queueOrder: shared
    client: { timeoutSeconds: 5, retries: 3, retryPercent: 90, backOffSeconds: 2 }
    healthCheck: { intervalSeconds: 10, timeoutSeconds: 5, failuresToReplace: 2 }
    deployment: { maximumPercent: 150, minimumHealthyPercent: 50 }
    memory: { idlePercent: 30, fullQueuePercent: 90 }
    placement: { tasksAtMost: 12 }
    sloSeconds: 0.5
  order:
    tasks: { initial: 7, max: 10 }
    pool:
      database: orders
      kind: elastic
      minimumConnectionsPerTask: 2
      idleSeconds: 20
      holdSecondsPerRequest: 0.05
      databaseCpuSecondsPerRequest: 0.003
      withoutConnections: crash
      reconnectSeconds: 5
      restartBackOff: { firstSeconds: 10, mostSeconds: 300 }
      migrationPool: { connectionsPerTask: 1, seconds: 60 }
      databaseHealthCheck: { intervalSeconds: 10, failuresToReplace: 3 }
      reader: { database: replica, connectionsPerTask: 2, requestsPercent: 40 }
  stock: { pool: { proxy: front, connectionsToStart: 2 } }
  mailer: {}
databases:
  orders:
    maxConnections: 100
    reservedConnections: 3
    otherConnections: 17
    cores: 2
    otherCores: 0.5
    uncontendedSessions: 16
    slowdownPerSession: 0.005
    cpuSecondsPerConnectionAttempt: 0.01
  replica: { maxConnections: 400 }
proxies:
  front: { database: replica, maxConnections: 50, borrowTimeoutSeconds: 5, pinnedPercent: 10 }
queues:
  mail: { consumer: mailer, producer: { service: order, messagesPerRequest: 0.25 } }
faults:
  - { kind: api-throttling, fromSecond: 1, untilSecond: 2, api: ecs, percent: 50 }
  - { kind: stale-metrics, fromSecond: 1, untilSecond: 2, service: web }
  - { kind: lost-events, fromSecond: 1, untilSecond: 2, percent: 10 }
  - { kind: duplicate-events, fromSecond: 1, untilSecond: 2, percent: 20 }
  - { kind: zone-loss, fromSecond: 1, untilSecond: 2, percent: 33 }
  - { kind: slow-database, fromSecond: 1, untilSecond: 2, database: orders, factor: 4 }
deployments:
  - service: order
    atSecond: 60
    strategy: canary
    canaryPercent: 20
    canarySeconds: 100
    maximumPercent: 120
    minimumHealthyPercent: 90
    connectionsPerTask: 5
    pendingSeconds: 15
    bootSeconds: 25
    defect: { crashes: false, failedPercent: 5, cpuFactor: 2 }
    circuitBreaker: { rollback: true }
  - { service: web, atSecond: 70, strategy: blue-green, bakeSeconds: 30, defect: { crashes: true } }
headgate:
  surge: reserve
  admission: measured
  marginConnections: 5
  limits: unknown
  priorities: { order: 1 }
  unnamed: [mailer]
  latency: { thresholdSeconds: 2 }
controllers: [static, headgate-scale]
seeds: [4, 5]
sweep: [{ path: services.web.traffic.steps.1.requestsPerSecond, values: [60] }]
prices: { taskHourDollars: 0.05, violationMinuteDollars: 1 }
`;

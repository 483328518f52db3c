import { lines, type ProblemRow } from "./problem-row.ts";

const web = (signals: string, rest = ""): string =>
  lines("version: 1", "name: shop", `services: { web: { cluster: shop, ${rest}signals: { cpu: 70, ${signals} } } }`);

const column = (signals: string, part: string, rest = ""): number =>
  web(signals, rest).split("\n")[2]!.indexOf(part) + 1;

const at = (signals: string, part: string, rest = "") => ({ line: 3, column: column(signals, part, rest) });

const counted = "rate: { metric: { namespace: Shop, name: RequestsServed } }";

const schedule = (keys: string): string => `schedules: { night: { ${keys} } }`;

/** Signals and schedules that can't be read or kept. */
export const signalRows: readonly ProblemRow[] = [
  {
    when: "requests without a place to read them from are refused",
    text: web("requests: { target: 40 }"),
    gives: {
      code: "signal-source",
      path: "services.web.signals.requests",
      ...at("requests: { target: 40 }", "requests"),
      fix: "give loadBalancer and targetGroup, or metric alone",
    },
    says: "requests is read from nothing",
  },
  {
    when: "a forecast of requests that nobody counts is refused",
    text: web("memory: 80", "forecast: true, "),
    gives: {
      code: "forecast-blind",
      path: "services.web.forecast",
      ...at("memory: 80", "true", "forecast: true, "),
      fix: "add signals.requests or signals.rate, or set forecast: false for this service",
    },
    says: "no signal tells its request rate",
  },
  {
    when: "a forecast where nothing tells what a task carries is refused",
    text: web(`${counted}, cpu: false`, "forecast: true, ").replace("cpu: 70, ", "memory: 80, "),
    gives: {
      code: "forecast-blind",
      path: "services.web.forecast",
      ...at(counted, "true", "forecast: true, "),
      fix: "add signals.cpu beside rate, or give requests with a target, or set forecast: false",
    },
    says: "what one of its tasks carries",
  },
  {
    when: "a load balancer alone says nothing of one service",
    text: web("rate: { loadBalancer: app/shop/50dc6c495c0c9188 }"),
    gives: {
      code: "signal-source",
      path: "services.web.signals.rate",
      ...at("rate: { loadBalancer: app/shop/50dc6c495c0c9188 }", "rate"),
      fix: "give loadBalancer and targetGroup, or metric alone",
    },
    says: "rate is read from loadBalancer",
  },
  {
    when: "a backlog is read from one place",
    text: web(
      "backlogs: { jobs: { sqsQueue: jobs, kafka: { cluster: k, consumerGroup: g, topic: t }, messagesPerSecond: 5 } }",
    ),
    gives: {
      code: "signal-source",
      path: "services.web.signals.backlogs.jobs",
      ...at(
        "backlogs: { jobs: { sqsQueue: jobs, kafka: { cluster: k, consumerGroup: g, topic: t }, messagesPerSecond: 5 } }",
        "jobs:",
      ),
      fix: "give one of sqsQueue, kafka, activeMq, rabbitMq, metric",
    },
    says: "jobs is read from sqsQueue and kafka",
  },
  {
    when: "a queue is named, not linked",
    text: web("backlogs: { jobs: { sqsQueue: 'arn:aws:sqs:eu-central-1:123456789012:jobs', messagesPerSecond: 5 } }"),
    gives: {
      code: "illegal-name",
      path: "services.web.signals.backlogs.jobs.sqsQueue",
      ...at(
        "backlogs: { jobs: { sqsQueue: 'arn:aws:sqs:eu-central-1:123456789012:jobs', messagesPerSecond: 5 } }",
        "'arn",
      ),
      fix: "write jobs",
    },
  },
  {
    when: "a percentile is written as CloudWatch writes it",
    text: web("latency: { threshold: 2, statistic: 99th, metric: { namespace: Shop, name: Latency } }"),
    gives: {
      code: "illegal-name",
      path: "services.web.signals.latency.statistic",
      ...at("latency: { threshold: 2, statistic: 99th, metric: { namespace: Shop, name: Latency } }", "99th"),
      fix: "choose another name within this rule",
    },
    says: "99th is not a legal name: a latency is read as Average, or as a percentile such as p99 or p99.9",
  },
  {
    when: "a backlog can't have the name of a signal",
    text: web("backlogs: { cpu: { sqsQueue: jobs, messagesPerSecond: 5 } }"),
    gives: {
      code: "duplicate-signal",
      path: "services.web.signals.backlogs.cpu",
      ...at("backlogs: { cpu: { sqsQueue: jobs, messagesPerSecond: 5 } }", "cpu: {"),
      fix: "rename the one under backlogs; cpu, memory, requests, rate and latency are also names",
    },
  },
  {
    when: "a schedule says when",
    text: web(schedule("min: 8")),
    gives: {
      code: "schedule-window",
      path: "services.web.signals.schedules.night",
      ...at(schedule("min: 8"), "night"),
      fix: "give cron and durationMinutes, or from and until",
    },
    says: "night says nothing of when it begins or ends",
  },
  {
    when: "a cron without a duration has no end",
    text: web(schedule('cron: "0 8 * * *", min: 8')),
    gives: {
      code: "schedule-window",
      path: "services.web.signals.schedules.night",
      ...at(schedule('cron: "0 8 * * *", min: 8'), "night"),
      fix: "give cron and durationMinutes, or from and until",
    },
    says: "night has cron without a duration",
  },
  {
    when: "a date that doesn't exist is refused",
    text: web(schedule("until: 2026-02-31T25:00, min: 8")),
    gives: {
      code: "schedule-window",
      path: "services.web.signals.schedules.night.until",
      ...at(schedule("until: 2026-02-31T25:00, min: 8"), "2026-02-31"),
      fix: "write it as 2026-11-27T00:00:00, or with an offset as 2026-11-27T00:00:00+01:00",
    },
  },
  {
    when: "a window that ends before it begins is refused",
    text: web(schedule("from: 2026-03-02T08:00, until: 2026-03-02T09:00+02:00, min: 8")),
    gives: {
      code: "schedule-window",
      path: "services.web.signals.schedules.night.until",
      ...at(schedule("from: 2026-03-02T08:00, until: 2026-03-02T09:00+02:00, min: 8"), "2026-03-02T09"),
      fix: "write an end after the beginning",
    },
  },
  {
    when: "a cron with a field that doesn't exist is refused",
    text: web(schedule('cron: "0 25 * * *", durationMinutes: 60, min: 8')),
    gives: {
      code: "cron-unreadable",
      path: "services.web.signals.schedules.night.cron",
      ...at(schedule('cron: "0 25 * * *", durationMinutes: 60, min: 8'), '"0 25'),
      fix: "write minute, hour, day of month, month, day of week: `0 8 * * 1-5` is 08:00 from Monday to Friday",
    },
    says: "Invalid value for hour: 25",
  },
  {
    when: "a cron that never comes is refused",
    text: web(schedule('cron: "0 0 30 2 *", durationMinutes: 60, min: 8')),
    gives: {
      code: "cron-unreadable",
      path: "services.web.signals.schedules.night.cron",
      ...at(schedule('cron: "0 0 30 2 *", durationMinutes: 60, min: 8'), '"0 0 30'),
      fix: "write minute, hour, day of month, month, day of week: `0 8 * * 1-5` is 08:00 from Monday to Friday",
    },
    says: "it never comes",
  },
  {
    when: "a time zone that doesn't exist is refused",
    text: web(schedule('cron: "0 8 * * *", durationMinutes: 60, timeZone: Europe/Berlim, min: 8')),
    gives: {
      code: "time-zone-unknown",
      path: "services.web.signals.schedules.night.timeZone",
      ...at(schedule('cron: "0 8 * * *", durationMinutes: 60, timeZone: Europe/Berlim, min: 8'), "Europe/Berlim"),
      fix: "write an IANA name such as Europe/Berlin, or leave it out for UTC",
    },
  },
  {
    when: "a schedule moves a bound",
    text: web(schedule('cron: "0 8 * * *", durationMinutes: 60')),
    gives: {
      code: "schedule-bounds",
      path: "services.web.signals.schedules.night",
      ...at(schedule('cron: "0 8 * * *", durationMinutes: 60'), "night"),
      fix: "add min, max or both",
    },
  },
  {
    when: "a window's minimum is within the maximum",
    text: web(schedule('cron: "0 8 * * *", durationMinutes: 60, min: 21')),
    gives: {
      code: "schedule-bounds",
      path: "services.web.signals.schedules.night",
      ...at(schedule('cron: "0 8 * * *", durationMinutes: 60, min: 21'), "night"),
      fix: "lower min to at most 20, or raise tasks.max",
    },
    says: "min 21 is above tasks.max 20",
  },
  {
    when: "a window's maximum is not below its minimum",
    text: web(schedule('cron: "0 8 * * *", durationMinutes: 60, min: 8, max: 0')),
    gives: {
      code: "schedule-bounds",
      path: "services.web.signals.schedules.night",
      ...at(schedule('cron: "0 8 * * *", durationMinutes: 60, min: 8, max: 0'), "night"),
      fix: "raise max to at least 8",
    },
  },
  {
    when: "a window's maximum is not below the service's minimum, unless it parks the service",
    text: web(schedule('cron: "0 8 * * *", durationMinutes: 60, max: 2')),
    gives: {
      code: "schedule-bounds",
      path: "services.web.signals.schedules.night",
      ...at(schedule('cron: "0 8 * * *", durationMinutes: 60, max: 2'), "night"),
      fix: "raise max to at least 3, lower tasks.min, or park the service with max: 0",
    },
  },
];

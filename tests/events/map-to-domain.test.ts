import { describe, expect, it } from "@jest/globals";
import { buildDomainMap, mapToDomain } from "../../shared/events/map-to-domain.ts";
import type { AlarmEvent, ServiceEvent, TaskEvent, WakeUpEvent } from "../../shared/events/parsed-event.ts";
import { shopConfig } from "./shop-config.ts";

const id = { id: "event-1", atMs: 0 };

const alarm = (alarmName: string): AlarmEvent => ({
  ...id,
  kind: "alarm",
  alarmName,
  state: "ALARM",
  previousState: "OK",
  account: null,
  region: null,
});

const task = (cluster: string, ecsService: string): TaskEvent => ({
  ...id,
  kind: "task",
  cluster,
  ecsService,
  taskArn: "arn",
  lastStatus: "RUNNING",
  desiredStatus: "RUNNING",
});

const service = (cluster: string | null, ecsService: string): ServiceEvent => ({
  ...id,
  kind: "service",
  cluster,
  ecsService,
  eventName: "SERVICE_STEADY_STATE",
});

const wakeUp = (domain: string): WakeUpEvent => ({
  ...id,
  kind: "wake-up",
  wakeUp: {
    kind: "wake-up",
    version: 1,
    domain,
    causes: ["hot-loop"],
    correlationId: "event-0",
    attempt: 0,
    loopToken: "token",
  },
});

const domains = (...ids: string[]) => ({ kind: "domains", domains: ids });
const unknown = (code: string, what: string) => ({ kind: "unknown", code, what });

describe("an event maps to the domains of what it is about", () => {
  it.each([
    { when: "an alarm to its service's domain", event: alarm("order-latency-high"), gives: domains("inventory") },
    {
      when: "an alarm of two services to both domains",
      event: alarm("shop-degraded"),
      gives: domains("inventory", "search"),
    },
    { when: "an alarm of nobody to nothing", event: alarm("disk-full"), gives: unknown("unknown-alarm", "disk-full") },
    {
      when: "an alarm is not looked up by prototype",
      event: alarm("constructor"),
      gives: unknown("unknown-alarm", "constructor"),
    },
    { when: "a task to its service's domain", event: task("shop", "order"), gives: domains("inventory") },
    {
      when: "a namesake in another cluster to nothing",
      event: task("staging", "order"),
      gives: unknown("unknown-service", "staging/order"),
    },
    { when: "a service event to its domain", event: service("shop", "search"), gives: domains("search") },
    { when: "a service event without cluster by its name", event: service(null, "search"), gives: domains("search") },
    {
      when: "an unknown service without cluster to nothing",
      event: service(null, "blog"),
      gives: unknown("unknown-service", "blog"),
    },
    { when: "a wake-up to its own domain", event: wakeUp("search"), gives: domains("search") },
    {
      when: "a wake-up of a domain that is gone to nothing",
      event: wakeUp("order"),
      gives: unknown("unknown-domain", "order"),
    },
  ])("$when", ({ event, gives }) => expect(mapToDomain(event, buildDomainMap(shopConfig()))).toEqual(gives));

  it("without a cluster, to every namesake's domain", () => {
    const config = shopConfig();
    const namesake = {
      ...config.services.find(({ name }) => name === "search")!,
      name: "search-staging",
      cluster: "staging",
    };
    const map = buildDomainMap({
      ...config,
      services: [...config.services, namesake],
      domains: [...config.domains, { id: "search-staging", services: ["search-staging"], databases: [] }],
    });
    expect(mapToDomain(service(null, "search"), map)).toEqual(domains("search", "search-staging"));
    expect(mapToDomain(service("staging", "search"), map)).toEqual(domains("search-staging"));
  });
});

import { describe, expect, it } from "@jest/globals";
import { buildDestinationMap, mapToDestinations } from "../../shared/events/map-to-destinations.ts";
import type { ParsedEvent } from "../../shared/events/parsed-event.ts";
import { recordsWakeUp } from "../router/batches.ts";
import { publishingConfig, shopConfig } from "./shop-config.ts";

const id = { id: "event-1", atMs: 0 };
const running = { taskArn: "arn", lastStatus: "RUNNING", desiredStatus: "RUNNING" };
const both = ["nginx/edge", "zone/Z0123456789ABCDEFGHIJ"];

describe("an event maps to the destinations that its service is published at", () => {
  it.each<{ when: string; event: ParsedEvent; gives: readonly string[] }>([
    {
      when: "a task to all of them",
      event: { ...id, ...running, kind: "task", cluster: "shop", ecsService: "order" },
      gives: both,
    },
    {
      when: "a task of a namesake in another cluster to none",
      event: { ...id, ...running, kind: "task", cluster: "staging", ecsService: "order" },
      gives: [],
    },
    {
      when: "a service event without its cluster to those of every namesake",
      event: { ...id, kind: "service", cluster: null, ecsService: "search", eventName: "SERVICE_STEADY_STATE" },
      gives: ["zone/Z0123456789ABCDEFGHIJ"],
    },
    {
      when: "a service that is not published to none",
      event: { ...id, kind: "service", cluster: "shop", ecsService: "gateway", eventName: "SERVICE_STEADY_STATE" },
      gives: [],
    },
    { when: "a tick to all", event: { ...id, kind: "tick" }, gives: both },
    {
      when: "our own wake-up to its own",
      event: { ...id, kind: "records-wake-up", wakeUp: recordsWakeUp() },
      gives: ["zone/Z0123456789ABCDEFGHIJ"],
    },
    {
      when: "our own wake-up for one that is gone to none",
      event: { ...id, kind: "records-wake-up", wakeUp: recordsWakeUp({ destination: "zone/Z0GONE" }) },
      gives: [],
    },
    { when: "what is not for us to none", event: { kind: "unknown", code: "unknown-kind", what: "?" }, gives: [] },
  ])("$when", ({ event, gives }) =>
    expect(mapToDestinations(event, buildDestinationMap(publishingConfig()))).toEqual(gives),
  );

  it("where nothing is published nothing is woken, not even by a tick", () =>
    expect(mapToDestinations({ ...id, kind: "tick" }, buildDestinationMap(shopConfig()))).toEqual([]));
});

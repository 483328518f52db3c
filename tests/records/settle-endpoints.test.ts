import { describe, expect, it } from "@jest/globals";
import type { Endpoint, Published, ServiceEndpoints } from "../../shared/records/endpoint.ts";
import { settle } from "../../shared/records/settle-endpoints.ts";
import { published, serviceEndpoints } from "./listed.ts";

const endpoint = (taskId: string, changes: Partial<Endpoint> = {}): Endpoint => ({
  taskId,
  instanceId: null,
  ipv4: `10.0.1.${taskId}`,
  ipv6: null,
  port: null,
  ...changes,
});

const [one, two, three] = [published("1"), published("2"), published("3")];
const free = { held: null, kept: [], heldKeys: [] };
const held = (publishedCount: number, leavingCount: number, kept: readonly Published[], detail: string) => ({
  kept,
  held: { code: "mass-removal-held", publishedCount, leavingCount, unseenCount: kept.length, detail },
  heldKeys: kept.map(({ taskId, ipv4, ipv6, port }) => taskId ?? `${ipv4} ${ipv6} ${port}`),
});

type Row = { when: string; listed: Partial<ServiceEndpoints>; published: readonly Published[]; gives: object };

describe("what may go", () => {
  it.each<Row>([
    { when: "nothing is published and nothing runs", listed: { nothingListed: true }, published: [], gives: free },
    {
      when: "what is new is published",
      listed: { endpoints: [endpoint("2"), endpoint("1")] },
      published: [],
      gives: { ...free, endpoints: [endpoint("1"), endpoint("2")] },
    },
    {
      when: "one of two is exactly half, and goes unseen",
      listed: { endpoints: [endpoint("1")] },
      published: [one, two],
      gives: { ...free, endpoints: [endpoint("1")] },
    },
    {
      when: "two of three that were not seen to stop stay",
      listed: { endpoints: [endpoint("1")] },
      published: [three, one, two],
      gives: {
        endpoints: [endpoint("1")],
        ...held(3, 2, [two, three], "stays: task 2 (10.0.1.2), task 3 (10.0.1.3)"),
      },
    },
    {
      when: "two of three that were seen to stop go",
      listed: { endpoints: [endpoint("1")], leaving: ["2", "3"] },
      published: [one, two, three],
      gives: { ...free, endpoints: [endpoint("1")] },
    },
    {
      when: "of two of three the one that was seen goes, the other stays",
      listed: { endpoints: [endpoint("1")], leaving: ["2"] },
      published: [one, two, three],
      gives: { endpoints: [endpoint("1")], ...held(3, 2, [three], "stays: task 3 (10.0.1.3)") },
    },
    {
      when: "the only one stays unless it was seen to stop",
      listed: {},
      published: [one],
      gives: held(1, 1, [one], "stays: task 1 (10.0.1.1)"),
    },
    { when: "the only one goes when it was seen to stop", listed: { leaving: ["1"] }, published: [one], gives: free },
    {
      when: "all that turned unhealthy at once stay",
      listed: { leftOut: [one, two].map(({ taskId }) => ({ taskId: taskId!, why: "unhealthy" })) },
      published: [one, two],
      gives: held(2, 2, [one, two], "stays: task 1 (10.0.1.1), task 2 (10.0.1.2)"),
    },
    {
      when: "a replaced fleet is new tasks, and old ones seen to stop",
      listed: { endpoints: [endpoint("3")], leaving: ["1", "2"] },
      published: [one, two],
      gives: { ...free, endpoints: [endpoint("3")] },
    },
    {
      when: "new ones are published beside those that are held",
      listed: { endpoints: [endpoint("3")] },
      published: [one, two],
      gives: {
        endpoints: [endpoint("3")],
        ...held(2, 2, [one, two], "stays: task 1 (10.0.1.1), task 2 (10.0.1.2)"),
      },
    },
    {
      when: "an address without a task's name is known by the address",
      listed: { endpoints: [endpoint("1")] },
      published: [published(null, { ipv4: "10.0.1.1" })],
      gives: { ...free, endpoints: [endpoint("1")] },
    },
    {
      when: "an address without a task's name was never seen to stop",
      listed: { leaving: ["9"] },
      published: [published(null, { ipv4: "10.0.1.9", port: 80 })],
      gives: held(1, 1, [published(null, { ipv4: "10.0.1.9", port: 80 })], "stays: 10.0.1.9 port 80"),
    },
    {
      when: "the same address at another port is another place",
      listed: { endpoints: [endpoint("1", { port: 81 })] },
      published: [published(null, { ipv4: "10.0.1.1", port: 80 })],
      gives: {
        endpoints: [endpoint("1", { port: 81 })],
        ...held(1, 1, [published(null, { ipv4: "10.0.1.1", port: 80 })], "stays: 10.0.1.1 port 80"),
      },
    },
    {
      when: "an IPv6 address is a place as well",
      listed: { endpoints: [endpoint("1", { ipv4: null, ipv6: "2001:db8::1" })] },
      published: [published(null, { ipv4: null, ipv6: "2001:db8::1" })],
      gives: { ...free, endpoints: [endpoint("1", { ipv4: null, ipv6: "2001:db8::1" })] },
    },
    {
      when: "a place that another task has taken over is no removal",
      listed: { endpoints: [endpoint("2", { ipv4: "10.0.1.1", port: 80 })] },
      published: [published("1", { port: 80 })],
      gives: { ...free, endpoints: [endpoint("2", { ipv4: "10.0.1.1", port: 80 })] },
    },
    {
      when: "a task that has moved is the same task",
      listed: { endpoints: [endpoint("1", { ipv4: "10.0.1.7" })] },
      published: [one],
      gives: { ...free, endpoints: [endpoint("1", { ipv4: "10.0.1.7" })] },
    },
    {
      when: "an empty listing removes nothing, not even what was withdrawn",
      listed: { nothingListed: true, leaving: ["1"] },
      published: [one],
      gives: {
        kept: [one],
        held: {
          code: "no-task-listed",
          publishedCount: 1,
          leavingCount: 1,
          unseenCount: 1,
          detail: "stays: task 1 (10.0.1.1)",
        },
        heldKeys: [],
      },
    },
  ])("$when", ({ listed, published: before, gives }) => {
    const reading = { kind: "known", value: serviceEndpoints(listed) } as const;
    expect(settle(reading, before)).toEqual({ kind: "known", endpoints: [], ...gives });
  });

  it.each([
    { when: "something is published", before: [two, one], kept: [one, two] },
    { when: "nothing is", before: [], kept: [] },
  ])("an unknown listing keeps everything and says why, where $when", ({ before, kept }) => {
    const unknown = { kind: "unknown", because: "access-denied", detail: "ecs:ListTasks: denied" } as const;
    expect(settle(unknown, before)).toEqual({
      kind: "known",
      endpoints: [],
      kept,
      held: {
        code: "listing-unknown",
        publishedCount: kept.length,
        leavingCount: 0,
        unseenCount: 0,
        detail: "ecs:ListTasks: denied",
      },
      heldKeys: [],
    });
  });

  const four = ["1", "2", "3", "4"].map((id) => published(id));
  const others = ["5", "6", "7", "8", "9"];

  it.each<{ when: string; listed: Partial<ServiceEndpoints>; there: readonly Published[]; kept: readonly string[] }>([
    {
      when: "although as many others have come beside it",
      listed: { endpoints: others.slice(0, 4).map((id) => endpoint(id)) },
      there: [...four, ...others.slice(0, 4).map((id) => published(id))],
      kept: ["1", "2", "3", "4"],
    },
    {
      when: "and what is new to be missing goes as ever, being few",
      listed: { endpoints: others.slice(0, 4).map((id) => endpoint(id)) },
      there: [four[0]!, ...others.map((id) => published(id))],
      kept: ["1"],
    },
    {
      when: "until it is seen to stop",
      listed: { endpoints: others.map((id) => endpoint(id)), leaving: ["1", "2", "4"] },
      there: [...four, ...others.map((id) => published(id))],
      kept: ["3"],
    },
    {
      when: "until it runs again",
      listed: { endpoints: [...others, "1", "2", "3", "4"].map((id) => endpoint(id)) },
      there: four,
      kept: [],
    },
    {
      when: "until somebody has taken it out",
      listed: { endpoints: [endpoint("5")] },
      there: [published("5")],
      kept: [],
    },
  ])("what was held stays, $when", ({ listed, there, kept }) => {
    const before = ["1", "2", "3", "4"];
    const settled = settle({ kind: "known", value: serviceEndpoints(listed) }, there, before);
    expect(settled.kept.map(({ taskId }) => taskId)).toEqual(kept);
    expect(settled.heldKeys).toEqual(kept);
    expect(settled.held?.code ?? null).toBe(kept.length > 0 ? "mass-removal-held" : null);
    expect(settled.held?.unseenCount ?? 0).toBe(kept.length);
  });

  const place = (ipv4: string | null, ipv6: string | null, port: number | null) =>
    published(null, { ipv4, ipv6, port });

  it.each<{ when: string; there: readonly Published[]; listed: Partial<ServiceEndpoints>; detail: string }>([
    {
      when: "another IPv6 address is another place, where neither has an IPv4 address",
      there: [place(null, "2001:db8::2", 80)],
      listed: { endpoints: [endpoint("1", { ipv4: null, ipv6: "2001:db8::1", port: 80 })] },
      detail: "stays: 2001:db8::2 port 80",
    },
    {
      when: "another IPv4 address is another place, where neither has an IPv6 address",
      there: [place("10.0.1.2", null, 80)],
      listed: { endpoints: [endpoint("1", { port: 80 })] },
      detail: "stays: 10.0.1.2 port 80",
    },
    {
      when: "places come by IPv4 address",
      there: [place("10.0.1.2", null, null), place("10.0.1.1", null, null), place(null, "2001:db8::1", null)],
      listed: {},
      detail: "stays: 2001:db8::1, 10.0.1.1, 10.0.1.2",
    },
    {
      when: "then by IPv6 address",
      there: [place(null, "2001:db8::3", null), place(null, "2001:db8::1", null), place(null, "2001:db8::2", null)],
      listed: {},
      detail: "stays: 2001:db8::1, 2001:db8::2, 2001:db8::3",
    },
    {
      when: "then by port, as numbers and not as text",
      there: [place("10.0.1.1", null, 8080), place("10.0.1.1", null, 443), place("10.0.1.1", null, 80)],
      listed: {},
      detail: "stays: 10.0.1.1 port 80, 10.0.1.1 port 443, 10.0.1.1 port 8080",
    },
    {
      when: "and before them what has no port",
      there: [place("10.0.1.1", null, 80), place("10.0.1.1", null, null)],
      listed: {},
      detail: "stays: 10.0.1.1, 10.0.1.1 port 80",
    },
  ])("what stays without a task's name: $when", ({ there, listed, detail }) => {
    for (const before of [there, there.toReversed()]) {
      const settled = settle({ kind: "known", value: serviceEndpoints(listed) }, before);
      expect(settled.held?.detail).toBe(detail);
      expect(settled.held?.code).toBe("mass-removal-held");
    }
  });

  it("the keys of what is held are sorted as text, tasks and places together", () => {
    const there = [one, published(null, { ipv4: "10.0.1.9", port: 80 }), published("0")];
    const { heldKeys } = settle({ kind: "known", value: serviceEndpoints() }, there);
    expect(heldKeys).toEqual(["0", "1", "10.0.1.9 null 80"]);
  });

  it("what was held is not forgotten over a listing that fails", () => {
    const unknown = { kind: "unknown", because: "failed", detail: "" } as const;
    expect(settle(unknown, [two, one], ["1", "9"]).heldKeys).toEqual(["1"]);
  });

  it("names five of many, and how many more", () => {
    const many = ["1", "2", "3", "4", "5", "6", "7"].map((id) => published(id));
    const { held: because } = settle({ kind: "known", value: serviceEndpoints() }, many);
    expect(because?.detail).toBe(
      "stays: task 1 (10.0.1.1), task 2 (10.0.1.2), task 3 (10.0.1.3), task 4 (10.0.1.4), task 5 (10.0.1.5) and 2 more",
    );
  });
});

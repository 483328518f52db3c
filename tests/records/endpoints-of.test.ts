import { describe, expect, it } from "@jest/globals";
import { type EndpointNeeds, endpointsOf } from "../../shared/records/endpoints-of.ts";
import type { ListedTask } from "../../shared/records/task-listing.ts";
import { listedTask } from "./listed.ts";

const needs = (changes: Partial<EndpointNeeds> = {}): EndpointNeeds => ({
  address: "private",
  family: "ipv4",
  port: "none",
  containerPort: null,
  protocol: "tcp",
  ...changes,
});

const nothing = { endpoints: [], waiting: [], leaving: [], leftOut: [], nothingListed: false };
const endpointA = { taskId: "a", instanceId: null, ipv4: "10.0.0.1", ipv6: null, port: null };

describe("a task's state", () => {
  type Row = { when: string; task: Partial<ListedTask>; withdrawn?: string[]; gives: object };
  it.each<Row>([
    { when: "RUNNING without a health check is published", task: {}, gives: { endpoints: [endpointA] } },
    {
      when: "RUNNING and HEALTHY is published",
      task: { health: "HEALTHY", hasHealthCheck: true },
      gives: { endpoints: [endpointA] },
    },
    {
      when: "a health check without an answer is waited for",
      task: { hasHealthCheck: true },
      gives: { waiting: ["a"] },
    },
    {
      when: "UNKNOWN where nobody can tell of a health check is waited for",
      task: { hasHealthCheck: null },
      gives: { waiting: ["a"] },
    },
    {
      when: "UNHEALTHY is left out, even where no check is known of",
      task: { health: "UNHEALTHY" },
      gives: { leftOut: [{ taskId: "a", why: "unhealthy" }] },
    },
    { when: "PROVISIONING is waited for", task: { lastStatus: "PROVISIONING" }, gives: { waiting: ["a"] } },
    { when: "PENDING is waited for", task: { lastStatus: "PENDING" }, gives: { waiting: ["a"] } },
    { when: "ACTIVATING is waited for", task: { lastStatus: "ACTIVATING" }, gives: { waiting: ["a"] } },
    { when: "DEACTIVATING leaves", task: { lastStatus: "DEACTIVATING" }, gives: { leaving: ["a"] } },
    { when: "STOPPING leaves", task: { lastStatus: "STOPPING" }, gives: { leaving: ["a"] } },
    {
      when: "RUNNING that is told to stop leaves",
      task: { desiredStatus: "STOPPED", health: "HEALTHY" },
      gives: { leaving: ["a"] },
    },
    {
      when: "told to stop before it ran leaves, and is not waited for",
      task: { desiredStatus: "STOPPED", lastStatus: "PENDING" },
      gives: { leaving: ["a"] },
    },
    {
      when: "withdrawn leaves, however healthy",
      task: { health: "HEALTHY" },
      withdrawn: ["a"],
      gives: { leaving: ["a"] },
    },
    {
      when: "a withdrawn task that is listed no more leaves as well",
      task: {},
      withdrawn: ["gone"],
      gives: { endpoints: [endpointA], leaving: ["gone"] },
    },
    {
      when: "no address of the kind is a reason to leave it out",
      task: { addresses: { privateIpv4: null, publicIpv4: "203.0.113.1", ipv6: null } },
      gives: { leftOut: [{ taskId: "a", why: "no-address" }] },
    },
  ])("$when", ({ task, withdrawn = [], gives }) => {
    expect(endpointsOf({ tasks: [listedTask("a", task)] }, withdrawn, needs())).toEqual({ ...nothing, ...gives });
  });

  it("every list is sorted by task, whatever the order of the listing", () => {
    const stops = { desiredStatus: "STOPPED" } as const;
    const starts = { lastStatus: "PENDING" };
    const fails = { health: "UNHEALTHY" } as const;
    const tasks = [
      listedTask("h", fails),
      listedTask("f", stops),
      listedTask("d", starts),
      listedTask("b"),
      listedTask("g", fails),
      listedTask("e", stops),
      listedTask("c", starts),
      listedTask("a"),
    ];
    const { endpoints, waiting, leaving, leftOut } = endpointsOf({ tasks }, ["z", "y"], needs());
    const ids = (those: readonly { readonly taskId: string }[]) => those.map(({ taskId }) => taskId);
    expect([ids(endpoints), waiting, leaving, ids(leftOut)]).toEqual([
      ["a", "b"],
      ["c", "d"],
      ["e", "f", "y", "z"],
      ["g", "h"],
    ]);
  });

  it("an empty listing says so, and nothing else", () => {
    expect(endpointsOf({ tasks: [] }, ["b"], needs())).toEqual({ ...nothing, leaving: ["b"], nothingListed: true });
  });
});

describe("addresses", () => {
  const task = listedTask("a");
  const v4Only = listedTask("a", { addresses: { privateIpv4: "10.0.0.1", publicIpv4: null, ipv6: null } });
  const v6Only = listedTask("a", { addresses: { privateIpv4: null, publicIpv4: null, ipv6: "2001:db8::1" } });
  it.each<{ when: string; task: ListedTask; needs: Partial<EndpointNeeds>; gives: object | null }>([
    { when: "private", task, needs: {}, gives: { ipv4: "10.0.0.1", ipv6: null } },
    { when: "public", task, needs: { address: "public" }, gives: { ipv4: "203.0.113.1", ipv6: null } },
    { when: "ipv6 is the same for both", task, needs: { family: "ipv6" }, gives: { ipv4: null, ipv6: "2001:db8::1" } },
    { when: "dual has both", task, needs: { family: "dual" }, gives: { ipv4: "10.0.0.1", ipv6: "2001:db8::1" } },
    {
      when: "dual is content with IPv4",
      task: v4Only,
      needs: { family: "dual" },
      gives: { ipv4: "10.0.0.1", ipv6: null },
    },
    {
      when: "dual is content with IPv6",
      task: v6Only,
      needs: { family: "dual" },
      gives: { ipv4: null, ipv6: "2001:db8::1" },
    },
    { when: "ipv6 is not content with IPv4", task: v4Only, needs: { family: "ipv6" }, gives: null },
    { when: "public is not content with private", task: v4Only, needs: { address: "public" }, gives: null },
  ])("$when", ({ task, needs: asked, gives }) => {
    const found = endpointsOf({ tasks: [task] }, [], needs(asked)).endpoints;
    expect(found).toEqual(gives === null ? [] : [{ ...endpointA, ...gives }]);
  });
});

describe("ports", () => {
  const port = (containerPort: number, hostPort: number, protocol: "tcp" | "udp" = "tcp") => ({
    protocol,
    containerPort,
    hostPort,
  });
  const bound = [port(80, 32768), port(81, 32769)];
  it.each<{ when: string; ports: ListedTask["ports"]; needs?: Partial<EndpointNeeds>; gives: number | string }>([
    { when: "the only one", ports: [port(80, 32768)], gives: 32768 },
    { when: "the named one of several", ports: bound, needs: { containerPort: 81 }, gives: 32769 },
    { when: "several and none named", ports: bound, gives: "ambiguous-port" },
    { when: "a name that is not there", ports: bound, needs: { containerPort: 9 }, gives: "no-port" },
    { when: "none at all", ports: [], gives: "no-port" },
    { when: "one of another protocol is none", ports: [port(53, 53, "udp")], gives: "no-port" },
    { when: "UDP", ports: [port(53, 53, "udp"), port(80, 80)], needs: { protocol: "udp" }, gives: 53 },
    {
      when: "two containers at one container port",
      ports: [port(80, 32768), port(80, 32769)],
      needs: { containerPort: 80 },
      gives: "ambiguous-port",
    },
    { when: "one binding that is told twice is one", ports: [port(80, 32768), port(80, 32768)], gives: 32768 },
  ])("$when", ({ ports, needs: asked, gives }) => {
    const { endpoints, leftOut } = endpointsOf(
      { tasks: [listedTask("a", { ports })] },
      [],
      needs({ port: "only-or-named", ...asked }),
    );
    const expected =
      typeof gives === "number"
        ? { endpoints: [{ ...endpointA, port: gives }], leftOut: [] }
        : { endpoints: [], leftOut: [{ taskId: "a", why: gives }] };
    expect({ endpoints, leftOut }).toEqual(expected);
  });

  it("are not looked at where none is asked for", () => {
    expect(endpointsOf({ tasks: [listedTask("a", { ports: bound })] }, [], needs()).endpoints).toEqual([endpointA]);
  });
});

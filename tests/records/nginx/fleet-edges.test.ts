import { describe, expect, it } from "@jest/globals";
import { planNginx } from "../../../shared/records/nginx/plan-nginx.ts";
import { renderNginx, zoneKilobytes } from "../../../shared/records/nginx/render-nginx.ts";
import { type ResolvingUpstream, renderResolving } from "../../../shared/records/nginx/render-resolving.ts";
import { safeDnsName, safeMatch, safeWhole } from "../../../shared/records/nginx/safe-text.ts";
import { nowMs } from "../../plan/builders.ts";
import { gate, render, upstream, upstreamRender } from "./builders.ts";
import {
  commandOf,
  destinationOf,
  input,
  installOf,
  invocation,
  listing,
  observing,
  refusal,
  silence,
  task,
} from "./fleet-world.ts";

const second = 1000;
const memoryOf = () => planNginx(input(), nowMs).memory!;

describe("an upstream's name in the gate's variables", () => {
  const keyOf = (name: string): string => {
    const admitted = { requestsPerSecond: 100, tasks: 2, boundBy: "main" };
    const content = renderNginx(render([upstreamRender({ admitted }, { upstream: name, gate: gate() })]));
    return /\$headgate_gate_(\w+) \{/.exec(content)?.[1] ?? content;
  };

  it.each([
    { when: "letters and digits stay", name: "order2", gives: "order2" },
    { when: "an underscore is two", name: "order_api", gives: "order__api" },
    { when: "any other character is its code", name: "order-api.v2", gives: "order_2dapi_2ev2" },
    { when: "capitals are small", name: "Order", gives: "order" },
    { when: "24 characters are the most", name: "a".repeat(24), gives: "a".repeat(24) },
  ])("$when", ({ name, gives }) => expect(keyOf(name)).toBe(gives));

  it("a longer one is cut, with eight digits of its hash, and differs from one that begins the same", () => {
    const [one, two] = [keyOf(`${"a".repeat(24)}1`), keyOf(`${"a".repeat(24)}2`)];
    for (const key of [one, two]) expect(key).toMatch(/^a{15}_[0-9a-f]{8}$/);
    expect(one).not.toBe(two);
  });
});

describe("a fleet's file", () => {
  it.each([
    { servers: 0, kilobytes: 64 },
    { servers: 16, kilobytes: 64 },
    { servers: 17, kilobytes: 128 },
    { servers: 48, kilobytes: 128 },
    { servers: 49, kilobytes: 256 },
  ])("has $kilobytes KB for $servers servers", ({ servers, kilobytes }) => {
    expect(zoneKilobytes(servers)).toBe(kilobytes);
  });

  it("that resolves names itself is the same in whatever order its upstreams are given", () => {
    const one = (name: string): ResolvingUpstream => ({
      service: name,
      upstream: upstream({ upstream: name }),
      srvName: `_http._tcp.${name}.shop.internal`,
    });
    const fileOf = (...names: readonly string[]) =>
      renderResolving({
        stack: "shop",
        fleet: "edge",
        resolvers: ["10.0.0.2"],
        validSeconds: 10,
        upstreams: names.map(one),
      });
    const names = [...fileOf("cart", "order", "api").matchAll(/^upstream (\w+)/gm)].map(([, name]) => name);
    expect(names).toEqual(["api", "cart", "order"]);
    expect(fileOf("order", "api", "cart")).toBe(fileOf("cart", "order", "api"));
  });
});

describe("an install", () => {
  const answers = [invocation("i-1")];

  it("of another content under the same generation is none of this render", () => {
    const memory = memoryOf();
    const other = commandOf({ generation: memory.generation, hash: "0".repeat(64) }, nowMs, answers);
    const plan = planNginx(input({ memory, observed: observing(other) }), nowMs + 60 * second);
    expect(installOf(plan.actions)).toMatchObject({ generation: memory.generation, hash: memory.hash });
  });

  it.each([
    { when: "30 s before it was sent again", beforeSeconds: 30, absent: { order: ["t9"] } },
    {
      when: "more than 30 s before it was sent again: an older one, of which nothing new is known",
      beforeSeconds: 31,
      absent: {},
    },
  ])("that Systems Manager lists $when", ({ beforeSeconds, absent }) => {
    const memory = memoryOf();
    const listed = commandOf(memory, nowMs - beforeSeconds * second, answers);
    const withdrawals = new Map([["order", ["t9"]]]);
    const plan = planNginx(input({ memory, withdrawals, observed: observing(listed) }), nowMs + second);
    expect(plan.absent).toEqual(absent);
  });
});

describe("an install that not every instance has taken", () => {
  it.each([
    {
      when: "one is silent, the other has it: nobody serves by the old one",
      answers: [invocation("i-1"), silence("i-2")],
      absent: ["t9"],
    },
    {
      when: "one has refused it, another is silent, a third has it",
      answers: [invocation("i-1"), refusal("i-2"), silence("i-3")],
      absent: null,
    },
    { when: "all are silent", answers: [silence("i-1"), silence("i-2")], absent: null },
    { when: "one has refused it", answers: [invocation("i-1"), refusal("i-2")], absent: null },
  ])("where $when", ({ answers, absent }) => {
    const memory = memoryOf();
    const withdrawals = new Map([["order", ["t9"]]]);
    const plan = planNginx(
      input({ memory, withdrawals, observed: observing(commandOf(memory, nowMs, answers)) }),
      nowMs,
    );
    expect(plan.absent).toEqual(absent === null ? {} : { order: absent });
  });

  it("names the instances that refused it in their own order", () => {
    const memory = memoryOf();
    const answers = [refusal("i-3", "three"), refusal("i-1", "one"), refusal("i-2", "two")];
    for (const order of [answers, answers.toReversed()]) {
      const { findings } = planNginx(input({ memory, observed: observing(commandOf(memory, nowMs, order)) }), nowMs);
      expect(findings.map(({ code, detail }) => `${code} ${detail}`)).toEqual(["nginx-install-failed i-1: one"]);
    }
  });
});

describe("a gate's burst", () => {
  it.each([
    { burstSeconds: 1, burst: 100 },
    { burstSeconds: 4, burst: 400 },
  ])("is $burstSeconds s of its rate", ({ burstSeconds, burst }) => {
    const admitted = { requestsPerSecond: 100, tasks: 2, boundBy: "main" };
    const content = renderNginx(render([upstreamRender({ admitted }, { gate: gate({ burstSeconds }) })]));
    expect(/burst=(\d+)/.exec(content)?.[1]).toBe(String(burst));
  });
});

describe("what can't be written into nginx's configuration", () => {
  it.each([
    { when: "a name of 254 characters", check: () => safeDnsName("it", `a.${"b".repeat(252)}`) },
    { when: "a DNS name with something behind it", check: () => safeDnsName("it", "a.b;") },
    { when: "a DNS name with something before it", check: () => safeDnsName("it", ";a.b") },
    { when: "a match with something before it", check: () => safeMatch("it", ";shop.example/") },
    { when: "a match with something behind it", check: () => safeMatch("it", "shop.example/ ;") },
    { when: "a match of two lines", check: () => safeMatch("it", "shop.example/\n}") },
    { when: "a number above the most", check: () => safeWhole("it", 101, 1, 100) },
    { when: "a number below the least", check: () => safeWhole("it", 0, 1, 100) },
    { when: "a number that is not whole", check: () => safeWhole("it", 1.5, 1, 100) },
  ])("$when", ({ check }) => {
    expect(check).toThrow(expect.objectContaining({ code: "unsafe-nginx-text" }));
  });

  it("the most and the least can", () => {
    expect([safeWhole("it", 100, 1, 100), safeWhole("it", 1, 1, 100)]).toEqual(["100", "1"]);
    expect(safeDnsName("it", `a.${"b".repeat(251)}`)).toHaveLength(253);
  });
});

describe("what is said of a fleet", () => {
  it("that is only watched: how many servers would come and go", () => {
    const memory = memoryOf();
    const listings = new Map([["order", listing(task(2), task(3), task(4))]]);
    const { findings } = planNginx(
      input({ memory, listings, destination: destinationOf({ order: {} }, "observe") }),
      nowMs,
    );
    expect(findings.map(({ code, numbers }) => ({ code, numbers }))).toEqual([
      { code: "would-change-records", numbers: { serversAdded: 2, serversRemoved: 1, servers: 3 } },
    ]);
  });

  it("whose tasks are gone at once: how many are published, leaving and unseen", () => {
    const stopped = task(2, { desiredStatus: "STOPPED", lastStatus: "STOPPED" });
    const { findings } = planNginx(
      input({ memory: memoryOf(), listings: new Map([["order", listing(stopped)]]) }),
      nowMs,
    );
    expect(findings.map(({ code, numbers }) => ({ code, numbers }))).toEqual([
      { code: "mass-removal-held", numbers: { published: 2, leaving: 2, unseen: 1 } },
    ]);
  });

  it("of which one service was not read: its servers stay, and it says so", () => {
    const destination = destinationOf({ order: {}, cart: {} });
    const { actions, findings } = planNginx(input({ memory: memoryOf(), destination }), nowMs);
    expect(installOf(actions)).not.toBeNull();
    expect(findings.map(({ code, service, detail }) => `${code} ${service}: ${detail}`)).toEqual([
      "listing-unknown cart: its tasks were not read",
    ]);
  });

  it("of which one service has a task on its way: it is looked at again soon", () => {
    const destination = destinationOf({ order: {}, cart: {} });
    const waits = task(7, { lastStatus: "PENDING" });
    const listings = new Map([
      ["order", listing(task(1), task(2))],
      ["cart", listing(task(5), waits)],
    ]);
    const first = planNginx(input({ destination, listings }), nowMs);
    const answered = observing(commandOf(first.memory!, nowMs, answersOfAll));
    const plan = planNginx(
      input({ destination, listings, memory: first.memory, observed: answered }),
      nowMs + 40 * second,
    );
    expect(plan.actions).toEqual([]);
    expect(plan.lookAgainInSeconds).toBe(10);
  });
});

const answersOfAll = [invocation("i-1")];

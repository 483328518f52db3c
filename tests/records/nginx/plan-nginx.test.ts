import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import type { NginxMemory } from "../../../shared/records/nginx/nginx-memory.ts";
import type { NginxCommand } from "../../../shared/records/nginx/nginx-reading.ts";
import { type NginxInput, planNginx } from "../../../shared/records/nginx/plan-nginx.ts";
import type { GatePost } from "../../../shared/records/post.ts";
import { nowMs } from "../../plan/builders.ts";
import { gate } from "./builders.ts";
import {
  commandOf,
  contentOf,
  destinationOf,
  input,
  installOf,
  invocation,
  listing,
  observing,
  refusal,
  silence,
  task,
  unread,
} from "./fleet-world.ts";

const second = 1000;
const generation = nowMs / second;
/** What a first plan of the builders' world leaves behind. */
const before = planNginx(input(), nowMs);
const memory: NginxMemory = before.memory!;
const published = { order: [1, 2].map((n) => ({ taskId: `t${n}`, ipv4: `10.0.0.${n}`, ipv6: null, port: 8080 })) };
const serversIn = (content: string | null): readonly string[] => content?.match(/server \S+/g) ?? [];
const taken = commandOf(memory, nowMs, [invocation("i-1"), invocation("i-2")]);

describe("a first plan", () => {
  it("stores the render under its hash, installs it, and looks again", () => {
    const content = contentOf(before.actions)!;
    const hash = createHash("sha256").update(content).digest("hex");
    const key = `nginx/edge/${hash}.conf`;
    expect(before).toEqual({
      actions: [
        { kind: "store-render", key, content },
        {
          kind: "install-render",
          fleet: "edge",
          tag: { key: "Role", value: "edge" },
          file: "/etc/nginx/conf.d/headgate.conf",
          generation,
          hash,
          key,
        },
      ],
      findings: [],
      absent: {},
      lookAgainInSeconds: 10,
      memory: { generation, hash, sentAtMs: nowMs, published, instances: 1 },
    });
    expect(serversIn(content)).toEqual(["server 10.0.0.1:8080", "server 10.0.0.2:8080"]);
  });

  it.each<{ readonly when: string; readonly given: Partial<NginxInput>; readonly codes: readonly string[] }>([
    { when: "a fleet without upstreams", given: { destination: destinationOf({}), listings: new Map() }, codes: [] },
    {
      when: "one service's tasks can't be read: nobody knows what the instances hold of it",
      given: {
        destination: destinationOf({ order: {}, pay: {} }),
        listings: new Map([
          ["order", listing(task(1))],
          ["pay", unread],
        ]),
      },
      codes: ["listing-unknown"],
    },
  ])("writes nothing: $when", ({ given, codes }) => {
    const plan = planNginx(input(given), nowMs);
    expect({ ...plan, findings: plan.findings.map(({ code }) => code) }).toEqual({
      actions: [],
      findings: codes,
      absent: {},
      lookAgainInSeconds: null,
      memory: null,
    });
  });
});

describe("what is rendered", () => {
  const next = (tasks: NginxInput["listings"], changes: Partial<NginxInput> = {}) =>
    planNginx(input({ memory, listings: tasks, observed: observing(taken), ...changes }), nowMs + 60 * second);

  it.each([
    { when: "a task came", tasks: listing(task(1), task(2), task(3)), gives: ["1", "2", "3"], codes: [] },
    {
      when: "a task is on its way",
      tasks: listing(task(1), task(2), task(3, { lastStatus: "PENDING" })),
      gives: null,
      codes: [],
    },
    { when: "one of two is gone", tasks: listing(task(1)), gives: ["1"], codes: [] },
    {
      when: "all turn unhealthy at once: they stay",
      tasks: listing(task(1, { health: "UNHEALTHY" }), task(2, { health: "UNHEALTHY" })),
      gives: null,
      codes: ["mass-removal-held"],
    },
    {
      when: "all are seen stopping: they go",
      tasks: listing(task(1, { desiredStatus: "STOPPED" }), task(2, { desiredStatus: "STOPPED" })),
      gives: [],
      codes: [],
    },
    { when: "none is listed: they stay", tasks: listing(), gives: null, codes: ["no-task-listed"] },
    { when: "the listing failed: they stay", tasks: unread, gives: null, codes: ["listing-unknown"] },
    {
      when: "a task has no port: the others are rendered",
      tasks: listing(task(1), task(2), task(3), task(4, { ports: [] })),
      gives: ["1", "2", "3"],
      codes: ["task-without-address"],
    },
  ] as const)("$when", ({ tasks, gives, codes }) => {
    const plan = next(new Map([["order", tasks]]));
    const servers =
      gives === null ? null : gives.length === 0 ? ["server 127.0.0.1:9"] : gives.map((n) => `server 10.0.0.${n}:8080`);
    expect(contentOf(plan.actions) === null ? null : serversIn(contentOf(plan.actions))).toEqual(servers);
    expect(plan.findings.map(({ code }) => code)).toEqual(codes);
    expect(installOf(plan.actions)?.generation ?? null).toBe(gives === null ? null : generation + 60);
  });

  it("a task that is on its way is looked at again in ten seconds", () => {
    const tasks = listing(task(1), task(2), task(3, { health: "UNKNOWN" }));
    expect(next(new Map([["order", tasks]]))).toMatchObject({ actions: [], lookAgainInSeconds: 10 });
  });

  it("the generation grows although the clock was set back, and above what a lost table had", () => {
    const ahead = { ...memory, generation: generation + 1000 };
    const plan = next(new Map([["order", listing(task(1))]]), { memory: ahead });
    expect(installOf(plan.actions)?.generation).toBe(generation + 1001);
  });

  it("a new service is rendered without tasks although it can't be read: nothing of it is published", () => {
    const destination = destinationOf({ order: {}, pay: {} });
    const listings = new Map([
      ["order", listing(task(1), task(2))],
      ["pay", unread],
    ]);
    const plan = next(listings, { destination });
    expect(contentOf(plan.actions)).toContain("# Service pay: 0 tasks.");
  });
});

describe("what becomes of an install", () => {
  type Row = {
    readonly when: string;
    readonly commands: readonly NginxCommand[];
    readonly afterSeconds: number;
    readonly sends: boolean;
    readonly looksAgain: boolean;
    readonly finding?: { readonly code: string; readonly numbers: object; readonly detail: string };
  };
  const ended = (at: number, changes: Partial<NginxCommand> = {}) =>
    commandOf(memory, nowMs + at * second, [invocation("i-1"), refusal("i-2")], changes);
  const failed = {
    code: "nginx-install-failed",
    numbers: { failedInstances: 1, instances: 2 },
    detail: "i-2: nginx: [emerg] no",
  };
  const nobody = { code: "nginx-nobody-listens", numbers: {}, detail: "" };

  it.each<Row>([
    { when: "every instance has it", commands: [taken], afterSeconds: 60, sends: false, looksAgain: false },
    { when: "it is not listed yet", commands: [], afterSeconds: 29, sends: false, looksAgain: true },
    { when: "no command of it is known: sent again", commands: [], afterSeconds: 30, sends: true, looksAgain: true },
    {
      when: "one of another generation is no news",
      commands: [{ ...taken, generation: 1 }],
      afterSeconds: 30,
      sends: true,
      looksAgain: true,
    },
    {
      when: "an instance is still at it",
      commands: [{ ...taken, status: "InProgress" }],
      afterSeconds: 60,
      sends: false,
      looksAgain: true,
    },
    {
      when: "it never ends: sent again",
      commands: [{ ...taken, status: "InProgress" }],
      afterSeconds: 900,
      sends: true,
      looksAgain: true,
    },
    {
      when: "after 15 minutes for instances that came later",
      commands: [taken],
      afterSeconds: 900,
      sends: true,
      looksAgain: true,
    },
    { when: "not before", commands: [taken], afterSeconds: 899, sends: false, looksAgain: false },
    {
      when: "an instance refused it: not at once again",
      commands: [ended(0)],
      afterSeconds: 59,
      sends: false,
      looksAgain: false,
      finding: failed,
    },
    {
      when: "an instance refused it: again after a minute",
      commands: [ended(0)],
      afterSeconds: 60,
      sends: true,
      looksAgain: true,
      finding: failed,
    },
    {
      when: "twice: again after two",
      commands: [ended(60), ended(0)],
      afterSeconds: 179,
      sends: false,
      looksAgain: false,
      finding: failed,
    },
    {
      when: "twice: after two minutes",
      commands: [ended(60), ended(0)],
      afterSeconds: 180,
      sends: true,
      looksAgain: true,
      finding: failed,
    },
    {
      when: "many times: every 15 minutes",
      commands: [1800, 900, 420, 180, 60, 0].map((at) => ended(at)),
      afterSeconds: 2699,
      sends: false,
      looksAgain: false,
      finding: failed,
    },
    {
      when: "a refusal after a success counts from there",
      commands: [ended(900), taken],
      afterSeconds: 960,
      sends: true,
      looksAgain: true,
      finding: failed,
    },
    {
      when: "an instance did not answer",
      commands: [commandOf(memory, nowMs, [invocation("i-1"), silence("i-2")])],
      afterSeconds: 30,
      sends: false,
      looksAgain: false,
      finding: { ...failed, detail: "i-2: no answer (DeliveryTimedOut)" },
    },
    {
      when: "the tag matches no instance",
      commands: [commandOf(memory, nowMs, [], { status: "Success" })],
      afterSeconds: 59,
      sends: false,
      looksAgain: false,
      finding: nobody,
    },
    {
      when: "the tag matches no instance: again after a minute",
      commands: [commandOf(memory, nowMs, [], { status: "Failed" })],
      afterSeconds: 60,
      sends: true,
      looksAgain: true,
      finding: nobody,
    },
    {
      when: "the command failed and no instance says why",
      commands: [commandOf(memory, nowMs, [], { status: "Cancelled", targetCount: 2 })],
      afterSeconds: 30,
      sends: false,
      looksAgain: false,
      finding: {
        code: "nginx-install-failed",
        numbers: { failedInstances: 0, instances: 2 },
        detail: "the command ended as Cancelled",
      },
    },
  ])("$when", ({ commands, afterSeconds, sends, looksAgain, finding }) => {
    const atMs = nowMs + afterSeconds * second;
    const plan = planNginx(input({ memory, observed: observing(...commands) }), atMs);
    expect(plan.actions).toEqual(sends ? before.actions : []);
    expect(plan.lookAgainInSeconds).toBe(looksAgain ? 10 : null);
    expect(plan.findings.map(({ code, numbers, detail }) => ({ code, numbers, detail }))).toEqual(
      finding === undefined ? [] : [finding],
    );
    expect(plan.memory).toMatchObject({ generation, sentAtMs: sends ? atMs : nowMs });
  });

  it("says nginx's last words, 500 characters with the instance's name", () => {
    const output = `${"x".repeat(900)}\nnginx: [emerg] host not found in upstream "order" in /etc/nginx/sites-enabled/shop:12`;
    const commands = [commandOf(memory, nowMs, [refusal("i-1", output)])];
    const [finding] = planNginx(input({ memory, observed: observing(...commands) }), nowMs + 30 * second).findings;
    expect(finding?.detail).toHaveLength(500);
    expect(finding?.detail).toMatch(/^i-1: …x+\nnginx: .*shop:12$/);
  });

  it("the results can't be read: said, nothing is sent again, and news still is", () => {
    const observed = { kind: "unknown", because: "access-denied", detail: "ssm:ListCommands: no" } as const;
    const same = planNginx(input({ memory, observed }), nowMs + 3600 * second);
    expect(same).toMatchObject({
      actions: [],
      findings: [{ code: "nginx-results-unknown", detail: "ssm:ListCommands: no" }],
    });
    const news = planNginx(input({ memory, observed, listings: new Map([["order", listing(task(1))]]) }), nowMs);
    expect(installOf(news.actions)).not.toBeNull();
  });
});

describe("withdrawn tasks", () => {
  const withdrawals = new Map([["order", ["t2", "t9"]]]);
  const first = planNginx(input({ memory, withdrawals, observed: observing(taken) }), nowMs + 60 * second);
  const sent = installOf(first.actions)!;
  const after = (...commands: readonly NginxCommand[]) =>
    planNginx(
      input({ memory: first.memory, withdrawals, observed: observing(...commands, taken) }),
      nowMs + 95 * second,
    );
  const at = nowMs + 61 * second;

  it("are taken out at once, and are not said to be absent before that is installed", () => {
    expect(serversIn(contentOf(first.actions))).toEqual(["server 10.0.0.1:8080"]);
    expect(first).toMatchObject({ absent: {}, lookAgainInSeconds: 10 });
  });

  it.each([
    {
      when: "every instance has it",
      commands: [commandOf(sent, at, [invocation("i-1"), invocation("i-2")])],
      absent: true,
    },
    {
      when: "those that answered have it",
      commands: [commandOf(sent, at, [invocation("i-1"), silence("i-2")])],
      absent: true,
    },
    { when: "no instance answered", commands: [commandOf(sent, at, [silence("i-1")])], absent: false },
    { when: "one refused it", commands: [commandOf(sent, at, [invocation("i-1"), refusal("i-2")])], absent: false },
    {
      when: "one ran out of time in the script",
      commands: [
        commandOf(sent, at, [
          invocation("i-1"),
          invocation("i-2", { status: "TimedOut", statusDetails: "ExecutionTimedOut" }),
        ]),
      ],
      absent: false,
    },
    {
      when: "one is still at it",
      commands: [commandOf(sent, at, [invocation("i-1")], { status: "InProgress" })],
      absent: false,
    },
    { when: "no instance has the tag", commands: [commandOf(sent, at, [])], absent: true },
    { when: "the command is not known", commands: [], absent: false },
  ])("$when: absent $absent", ({ commands, absent }) => {
    const plan = after(...commands);
    expect(plan.absent).toEqual(absent ? { order: ["t2", "t9"] } : {});
    if (!absent) expect(plan.lookAgainInSeconds).toBe(10);
  });

  it("one that can't be taken out, as its service can't be read, is not absent", () => {
    const listings = new Map([["order", unread]]);
    const plan = planNginx(input({ memory, withdrawals, listings, observed: observing(taken) }), nowMs + 60 * second);
    expect(plan.absent).toEqual({ order: ["t9"] });
  });
});

describe("a gate", () => {
  const destination = destinationOf({ order: { gate: gate() } });
  const post = (changes: Partial<GatePost> = {}): ReadonlyMap<string, GatePost> =>
    new Map([
      [
        "order",
        { service: "order", atMs: nowMs, admitted: { requestsPerSecond: 100, tasks: 2, boundBy: "db" }, ...changes },
      ],
    ]);
  const gateLine = (gates: ReadonlyMap<string, GatePost>, changes: Partial<NginxInput> = {}) =>
    /# Gate of .*/.exec(contentOf(planNginx(input({ destination, gates, ...changes }), nowMs).actions)!)?.[0];

  it.each([
    { when: "nobody posted: open", gates: new Map<string, GatePost>(), gives: "open, nothing is limited." },
    { when: "nothing binds: open", gates: post({ admitted: null }), gives: "open, nothing is limited." },
    { when: "a budget binds: closed", gates: post(), gives: "closed, this instance lets 100r/s through." },
    {
      when: "ten minutes old: closed",
      gates: post({ atMs: nowMs - 600 * second }),
      gives: "closed, this instance lets 100r/s through.",
    },
    { when: "older: open", gates: post({ atMs: nowMs - 601 * second }), gives: "open, nothing is limited." },
  ])("$when", ({ gates, gives }) => expect(gateLine(gates)).toBe(`# Gate of order: ${gives}`));

  it("divides the rate by the instances that took the last install", () => {
    const first = planNginx(input({ destination, gates: post() }), nowMs);
    const done = commandOf(
      first.memory!,
      nowMs,
      ["i-1", "i-2", "i-3"].map((id) => invocation(id)),
    );
    const changes = { memory: first.memory, observed: observing(done) };
    expect(gateLine(post(), changes)).toBe("# Gate of order: closed, this instance lets 33r/s through.");
  });
});

describe("an observed fleet", () => {
  const destination = destinationOf({ order: {} }, "observe");

  it("writes nothing, remembers nothing, and says what it would do", () => {
    const plan = planNginx(input({ destination, withdrawals: new Map([["order", ["t2"]]]) }), nowMs);
    expect(plan).toEqual({
      actions: [],
      findings: [
        {
          code: "would-change-records",
          service: null,
          database: null,
          numbers: { serversAdded: 1, serversRemoved: 0, servers: 1 },
          detail: "",
          unlocks: [],
        },
      ],
      absent: { order: ["t2"] },
      lookAgainInSeconds: null,
      memory: null,
    });
  });

  it("compares with what was installed while it was written", () => {
    const listings = new Map([["order", listing(task(2), task(3))]]);
    const plan = planNginx(input({ destination, memory, listings, observed: observing(taken) }), nowMs + 60 * second);
    expect(plan.findings).toMatchObject([{ numbers: { serversAdded: 1, serversRemoved: 1, servers: 2 } }]);
    expect(plan.memory).toBe(memory);
    const same = planNginx(input({ destination, memory, observed: observing(taken) }), nowMs + 60 * second);
    expect(same.findings).toEqual([]);
  });
});

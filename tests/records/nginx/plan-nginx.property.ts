import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import type { NginxMemory } from "../../../shared/records/nginx/nginx-memory.ts";
import type { NginxCommand } from "../../../shared/records/nginx/nginx-reading.ts";
import { type NginxInput, planNginx } from "../../../shared/records/nginx/plan-nginx.ts";
import type { ListedTask } from "../../../shared/records/task-listing.ts";
import { always } from "../../plan/always.ts";
import { nowMs } from "../../plan/builders.ts";
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

const destination = destinationOf({ order: {}, pay: {} });
/** Two services in one network: an address is a task's own. */
const addressOf = (name: string, number: number): string =>
  name === "order" ? `10.0.0.${number}` : `10.0.1.${number}`;

const anyTask =
  (name: string) =>
  (number: number): fc.Arbitrary<ListedTask> =>
    fc
      .record({
        health: fc.constantFrom("HEALTHY" as const, "HEALTHY" as const, "UNHEALTHY" as const, "UNKNOWN" as const),
        lastStatus: fc.constantFrom("RUNNING", "RUNNING", "RUNNING", "PENDING", "STOPPED"),
        desiredStatus: fc.constantFrom("RUNNING" as const, "RUNNING" as const, "STOPPED" as const),
      })
      .map((changes) =>
        task(number, {
          ...changes,
          taskId: `${name}-${number}`,
          addresses: { privateIpv4: addressOf(name, number), publicIpv4: null, ipv6: null },
        }),
      );

const anyListing = (name: string) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(unread) },
    {
      weight: 6,
      arbitrary: fc
        .uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 6 })
        .chain((numbers) => fc.tuple(...numbers.map(anyTask(name))))
        .map((tasks) => listing(...tasks)),
    },
  );

const anyWithdrawn = (name: string) =>
  fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 2 }).map((all) => all.map((n) => `${name}-${n}`));

/** What the next look finds: the tasks, who is to go, and how each of three instances takes what was sent last. */
const anyTurn = fc.record({
  order: anyListing("order"),
  pay: anyListing("pay"),
  withdrawn: anyWithdrawn("order"),
  answers: fc.array(fc.constantFrom("taken", "taken", "refused", "silent"), { minLength: 3, maxLength: 3 }),
  passedSeconds: fc.constantFrom(10, 40, 70, 1000),
});
type Turn = typeof anyTurn extends fc.Arbitrary<infer T> ? T : never;

const inputOf = (turn: Turn, memory: NginxMemory | null, commands: readonly NginxCommand[]): NginxInput =>
  input({
    destination,
    memory,
    observed: observing(...commands),
    listings: new Map([
      ["order", turn.order],
      ["pay", turn.pay],
    ]),
    withdrawals: new Map([["order", turn.withdrawn]]),
  });

const ids = ["i-1", "i-2", "i-3"];
const answerOf = { taken: invocation, refused: refusal, silent: silence } as const;

/** Plays the turns against instances that take, refuse or sleep through what is sent to them. */
const play = (turns: readonly Turn[], look: (turn: Turn, plan: ReturnType<typeof planNginx>, world: World) => void) => {
  const files = new Map<string, string>();
  let commands: readonly NginxCommand[] = [];
  let memory: NginxMemory | null = null;
  let atMs = nowMs;
  for (const turn of turns) {
    const given = inputOf(turn, memory, commands);
    const plan = planNginx(given, atMs);
    look(turn, plan, { files, given, atMs });
    const sent = installOf(plan.actions);
    if (sent !== null) {
      const invocations = ids.map((id, index) => answerOf[turn.answers[index]!](id));
      commands = [commandOf(sent, atMs, invocations), ...commands];
      for (const { instanceId, status } of invocations) {
        if (status === "Success") files.set(instanceId, contentOf(plan.actions)!);
      }
    }
    memory = plan.memory;
    atMs += turn.passedSeconds * 1000;
  }
};
type World = { readonly files: ReadonlyMap<string, string>; readonly given: NginxInput; readonly atMs: number };

const anyTurns = fc.array(anyTurn, { minLength: 1, maxLength: 8 });
const placeOf = (taskId: string): string => {
  const [name, number] = taskId.split("-");
  return `server ${addressOf(name!, Number(number))}:8080 `;
};

describe("a plan for nginx", () => {
  it("never takes anything of a service out whose tasks can't be read", () => {
    always(
      fc.property(anyTurns, (turns) =>
        play(turns, (_turn, plan, { given }) => {
          for (const [name, read] of given.listings) {
            if (read.kind === "known") continue;
            expect(plan.memory?.published[name] ?? []).toEqual(given.memory?.published[name] ?? []);
          }
        }),
      ),
      500,
    );
  });

  it("always renders every task that is ready, and never one that is withdrawn and listed", () => {
    always(
      fc.property(anyTurns, (turns) =>
        play(turns, ({ order, withdrawn }, plan) => {
          const content = contentOf(plan.actions);
          if (content === null || order.kind === "unknown") return;
          for (const { taskId, desiredStatus, lastStatus, health } of order.value.tasks) {
            const isReady = desiredStatus === "RUNNING" && lastStatus === "RUNNING" && health === "HEALTHY";
            if (withdrawn.includes(taskId)) expect(content).not.toContain(placeOf(taskId));
            else if (isReady) expect(content).toContain(placeOf(taskId));
          }
        }),
      ),
      500,
    );
  });

  it("never calls a task absent that an instance which answered last still has in its file", () => {
    let called = 0;
    always(
      fc.property(anyTurns, (turns) =>
        play(turns, (_turn, plan, { files, given }) => {
          const newest = given.observed.kind === "known" ? given.observed.value.commands[0] : undefined;
          const silent = newest?.invocations.filter(({ statusDetails }) => statusDetails === "DeliveryTimedOut") ?? [];
          for (const taskId of plan.absent["order"] ?? []) {
            called++;
            for (const [id, content] of files) {
              if (!silent.some(({ instanceId }) => instanceId === id)) expect(content).not.toContain(placeOf(taskId));
            }
          }
        }),
      ),
      500,
    );
    expect(called).toBeGreaterThan(50);
  });

  it("planned again for the same world, once everybody has taken it, always does nothing", () => {
    always(
      fc.property(anyTurns, (turns) =>
        play(turns, (_turn, plan, { given, atMs }) => {
          const sent = installOf(plan.actions);
          if (sent === null) return;
          const done = commandOf(
            sent,
            atMs,
            ids.map((id) => invocation(id)),
          );
          const again = planNginx({ ...given, memory: plan.memory, observed: observing(done) }, atMs + 60_000);
          expect(again.actions).toEqual([]);
          expect(again.memory).toEqual({ ...plan.memory, instances: 3 });
        }),
      ),
      500,
    );
  });

  it("never depends on the order of what it is given", () => {
    always(
      fc.property(anyTurns, (turns) =>
        play(turns, (_turn, _plan, { given, atMs }) => {
          const listings = new Map(
            [...given.listings].reverse().map(([name, read]) => {
              const turned = read.kind === "known" ? listing(...[...read.value.tasks].reverse()) : read;
              return [name, turned] as const;
            }),
          );
          const services = [...given.destination.services].reverse();
          const commands = given.observed.kind === "known" ? [...given.observed.value.commands].reverse() : [];
          const turned: NginxInput = {
            ...given,
            listings,
            destination: { ...given.destination, services },
            observed: observing(...commands),
            withdrawals: new Map([...given.withdrawals].map(([name, all]) => [name, [...all].reverse()])),
          };
          expect(planNginx(turned, atMs)).toEqual(planNginx(given, atMs));
        }),
      ),
      300,
    );
  });
});

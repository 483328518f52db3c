import { alarmNames, members } from "./burst-estate.ts";
import { type AlarmFlip, alarmEvent, eventIdOf, strangers, taskEvent } from "./burst-events.ts";
import type { BurstStack } from "./burst-stack.ts";

/** How much of what, in how many seconds of virtual time. */
export type BurstSize = {
  readonly taskEvents: number;
  readonly flips: number;
  readonly seconds: number;
  /** Tasks of each service that crash in a second; unless given, as many as it takes to come to the number of events. */
  readonly crashesPerSecond?: number;
};

/** A crash is told in about so many events: the task stops and is stopped, another is pending and runs. */
const eventsPerCrash = 4.2;

/** Share of the events that come late, and by how much at most. */
export const lateRatio = 0.1;
export const mostLateSeconds = 20;

/** Of each service. */
export const crashesPerSecond = ({ taskEvents, seconds, crashesPerSecond: given }: BurstSize): number =>
  given ?? Math.max(1, Math.round(taskEvents / eventsPerCrash / seconds / members.length));

/** One event about a service, as often as it was sent. */
export type SentEvent = { readonly service: string; readonly atMs: number; readonly kind: "task" | "alarm" };

/** What the burst was. */
export type Played = {
  readonly taskEvents: number;
  /** By EventBridge's id; the others are second deliveries. */
  readonly distinctTaskEvents: number;
  readonly flips: number;
  readonly strangers: number;
  /** In the order in which they were sent. */
  readonly sent: readonly SentEvent[];
};

type Held = { readonly body: string; readonly service: string; readonly dueMs: number };

/**
 * A time in which tasks of every service crash and start again and every alarm flips: each change as AWS's whole event, some
 * of them late, and as many second deliveries as it takes to come to the number.
 *
 * @param each called at the end of each second
 */
export const playBurst = async (
  stack: BurstStack,
  size: BurstSize,
  each: () => Promise<void> = async () => {},
): Promise<Played> => {
  const { world, cloud, random, config } = stack;
  const { events } = cloud.queues;
  const send = events.send.bind(events);
  const endsAtMs = world.nowMs + size.seconds * 1000;
  const bodies: Omit<Held, "dueMs">[] = [];
  const sent: SentEvent[] = [];
  const alarmStates = new Map<string, AlarmFlip["state"]>();
  const ids = new Set<string>();
  let held: Held[] = [];
  let taskEvents = 0;
  let flips = 0;
  let strangersSent = 0;

  const deliver = (body: string, service: string): void => {
    taskEvents += 1;
    bodies.push({ body, service });
    sent.push({ service, atMs: world.nowMs, kind: "task" });
    send({ body }, world.nowMs);
  };
  // What EventBridge hands to the queue is written out in full, and a part of it is late.
  events.send = (input, nowMs) => {
    const { body } = input;
    if (!body.includes('"ECS Task State Change"')) return send(input, nowMs);
    const { id, detail } = JSON.parse(body) as { id: string; detail: { [key: string]: string } };
    const service = (detail["group"] ?? "").replace("service:", "");
    ids.add(id);
    const full = taskEvent({
      id,
      atMs: nowMs,
      cluster: config.services.find(({ ecsService }) => ecsService === service)!.cluster,
      ecsService: service,
      taskId: detail["taskArn"]!.split("/").at(-1)!,
      lastStatus: detail["lastStatus"]!,
      desiredStatus: detail["desiredStatus"]!,
    });
    const lateMs = random.uniform() < lateRatio ? Math.ceil(random.uniform() * mostLateSeconds) * 1000 : 0;
    const dueMs = Math.min(nowMs + lateMs, endsAtMs - 1000);
    if (dueMs > nowMs) held.push({ body: full, service, dueMs });
    else deliver(full, service);
    return { messageId: "on its way" };
  };

  for (let second = 0; second < size.seconds; second += 1) {
    const isLast = second === size.seconds - 1;
    for (const { name } of members) {
      const tasks = world.tasks(name).filter(({ desiredStatus }) => desiredStatus === "RUNNING");
      for (let crash = 0; crash < crashesPerSecond(size) && !isLast; crash += 1) {
        const task = tasks[Math.floor(random.uniform() * tasks.length)];
        if (task !== undefined) world.stopTask(name, task.taskId);
      }
    }
    const flipsDue = Math.round(((second + 1) / size.seconds) * size.flips);
    for (; flips < flipsDue; flips += 1) {
      const alarmName = alarmNames[Math.floor(random.uniform() * alarmNames.length)]!;
      const state = alarmStates.get(alarmName) === "ALARM" ? "OK" : "ALARM";
      alarmStates.set(alarmName, state);
      await cloud.handle("cloudwatch", "SetAlarmState", { AlarmName: alarmName, StateValue: state });
      const id = eventIdOf(flips);
      send({ body: alarmEvent({ id, atMs: world.nowMs, alarmName, state }) }, world.nowMs);
      sent.push({ service: members.find(({ alarm }) => alarm === alarmName)!.name, atMs: world.nowMs, kind: "alarm" });
    }
    const due = held.filter(({ dueMs }) => dueMs <= world.nowMs);
    held = held.filter(({ dueMs }) => dueMs > world.nowMs);
    for (const { body, service } of due) deliver(body, service);
    const taskEventsDue = Math.round(((second + 1) / size.seconds) * size.taskEvents);
    // At least once means more than once.
    while (bodies.length > 0 && taskEvents < taskEventsDue) {
      const again = bodies[Math.floor(random.uniform() * bodies.length)]!;
      deliver(again.body, again.service);
    }
    if (second % 10 === 0) {
      for (const body of strangers) send({ body }, world.nowMs);
      strangersSent += strangers.length;
    }
    await stack.second();
    await each();
  }
  events.send = send;
  return { taskEvents, distinctTaskEvents: ids.size, flips, strangers: strangersSent, sent };
};

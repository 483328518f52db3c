import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { StopTaskCommand, type Task } from "@aws-sdk/client-ecs";
import type { Config } from "../../shared/config/config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { RandomStream } from "../../simulator/world/random.ts";
import { alarmNames, members } from "../../tests/bursts/burst-estate.ts";
import { type AlarmFlip, alarmEvent, strangers, taskEvent } from "../../tests/bursts/burst-events.ts";
import {
  type BurstSize,
  crashesPerSecond,
  lateRatio,
  mostLateSeconds,
  type Played,
} from "../../tests/bursts/play-burst.ts";
import type { Network } from "../estate/make-network.ts";
import type { BurstClients } from "./burst-clients.ts";
import { makeTasks, readRunning } from "./make-tasks.ts";
import { sendEvents } from "./send-events.ts";

export type RealBurst = Played & {
  /** By SQS. */
  readonly messageIds: readonly string[];
  /** That it took to send them. */
  readonly seconds: number;
};

type Outgoing = { readonly body: string; readonly service: string; readonly kind: "task" | "alarm" };

/**
 * The burst of the embedded cloud, in real time: tasks of every service stop and start on the emulators, alarms flip there, and
 * all of it is sent to the real queue, some of it late and some twice.
 *
 * It takes longer than its seconds where the emulators are slower than that.
 *
 * @throws AbortError; what an emulator answers
 */
export const playRealBurst = async (
  clients: BurstClients,
  about: {
    readonly config: Config;
    readonly network: Network;
    readonly eventsUrl: string;
    readonly seed: number;
    readonly signal: AbortSignal;
  },
  size: BurstSize,
): Promise<RealBurst> => {
  const { config, network, eventsUrl } = about;
  const random = new RandomStream(about.seed, 7);
  const sent: { service: string; atMs: number; kind: "task" | "alarm" }[] = [];
  const messageIds: string[] = [];
  const told: Outgoing[] = [];
  const alarmStates = new Map<string, AlarmFlip["state"]>();
  let held: (Outgoing & { readonly dueSecond: number })[] = [];
  let [taskEvents, flips, strangersSent, distinctTaskEvents] = [0, 0, 0, 0];
  const running = new Map<string, Task[]>();
  for (const service of config.services) running.set(service.name, [...(await readRunning(clients, service))]);

  const send = async (outgoing: readonly Outgoing[]): Promise<void> => {
    // Before it is sent: a look that begins after this sees what the event is about.
    const atMs = Date.now();
    messageIds.push(
      ...(await sendEvents(
        clients,
        eventsUrl,
        outgoing.map(({ body }) => body),
      )),
    );
    for (const { service, kind } of outgoing) sent.push({ service, atMs, kind });
    taskEvents += outgoing.filter(({ kind }) => kind === "task").length;
  };
  const changes = (service: ServiceConfig, task: Task, states: readonly (readonly [string, string])[]): Outgoing[] =>
    states.map(([lastStatus, desiredStatus]) => ({
      service: service.name,
      kind: "task",
      body: taskEvent({
        id: randomUUID(),
        atMs: Date.now(),
        cluster: service.cluster,
        ecsService: service.ecsService,
        taskId: task.taskArn!.split("/").at(-1)!,
        lastStatus,
        desiredStatus,
      }),
    }));
  const crash = async (service: ServiceConfig): Promise<readonly Outgoing[]> => {
    const tasks = running.get(service.name)!;
    const [task] = tasks.splice(Math.floor(random.uniform() * tasks.length), 1);
    if (task === undefined) return [];
    const { cluster } = service;
    await clients.ecs.send(new StopTaskCommand({ cluster, task: task.taskArn, reason: "Essential container exited" }));
    const [started] = await makeTasks(clients, service, network, 1);
    tasks.push(started!);
    return [
      ...changes(service, task, [
        ["RUNNING", "STOPPED"],
        ["STOPPED", "STOPPED"],
      ]),
      ...changes(service, started!, [
        ["PENDING", "RUNNING"],
        ["RUNNING", "RUNNING"],
      ]),
    ];
  };
  const flip = async (): Promise<Outgoing> => {
    const alarmName = alarmNames[Math.floor(random.uniform() * alarmNames.length)]!;
    const state = alarmStates.get(alarmName) === "ALARM" ? "OK" : "ALARM";
    alarmStates.set(alarmName, state);
    flips += 1;
    await clients.cloudWatch.send(
      new SetAlarmStateCommand({ AlarmName: alarmName, StateValue: state, StateReason: "burst" }),
    );
    const service = members.find(({ alarm }) => alarm === alarmName)!.name;
    return { service, kind: "alarm", body: alarmEvent({ id: randomUUID(), atMs: Date.now(), alarmName, state }) };
  };

  const beganAtMs = Date.now();
  for (let second = 0; second < size.seconds; second += 1) {
    const isLast = second === size.seconds - 1;
    const crashes = config.services.flatMap((service) =>
      Array.from({ length: isLast ? 0 : crashesPerSecond(size) }, () => service),
    );
    const news: Outgoing[] = [];
    for (const outgoing of await Promise.all(crashes.map(crash))) news.push(...outgoing);
    distinctTaskEvents += news.length;
    const onTime: Outgoing[] = [];
    for (const outgoing of news) {
      const lateSeconds = random.uniform() < lateRatio ? Math.ceil(random.uniform() * mostLateSeconds) : 0;
      const dueSecond = Math.min(second + lateSeconds, size.seconds - 1);
      if (dueSecond > second) held.push({ ...outgoing, dueSecond });
      else onTime.push(outgoing);
    }
    onTime.push(...held.filter(({ dueSecond }) => dueSecond <= second));
    held = held.filter(({ dueSecond }) => dueSecond > second);
    told.push(...onTime);
    // At least once means more than once.
    const again = Math.max(0, Math.round(((second + 1) / size.seconds) * size.taskEvents) - taskEvents - onTime.length);
    const twice =
      told.length === 0 ? [] : Array.from({ length: again }, () => told[Math.floor(random.uniform() * told.length)]!);
    const flipped: Outgoing[] = [];
    while (flips < Math.round(((second + 1) / size.seconds) * size.flips)) flipped.push(await flip());
    await send([...onTime, ...twice, ...flipped]);
    if (second % 10 === 0) {
      messageIds.push(...(await sendEvents(clients, eventsUrl, strangers)));
      strangersSent += strangers.length;
    }
    await pause(Math.max(0, beganAtMs + (second + 1) * 1000 - Date.now()), undefined, { signal: about.signal });
  }
  const seconds = (Date.now() - beganAtMs) / 1000;
  return { taskEvents, distinctTaskEvents, flips, strangers: strangersSent, sent, messageIds, seconds };
};

import type { UpstreamConfig } from "../../../shared/config/publication.ts";
import { publishesNothing } from "../../../shared/config/publication.ts";
import type { Reading } from "../../../shared/reading.ts";
import type { NginxCommand, NginxInvocation, NginxReading } from "../../../shared/records/nginx/nginx-reading.ts";
import type { NginxInput } from "../../../shared/records/nginx/plan-nginx.ts";
import type { InstallRender, RecordsAction } from "../../../shared/records/records-action.ts";
import type { ListedTask, TaskListing } from "../../../shared/records/task-listing.ts";
import { service } from "../../plan/builders.ts";
import { upstream } from "./builders.ts";

/** A running, healthy task whose address ends with its number. */
export const task = (number: number, changes: Partial<ListedTask> = {}): ListedTask => ({
  taskId: `t${number}`,
  desiredStatus: "RUNNING",
  lastStatus: "RUNNING",
  health: "HEALTHY",
  hasHealthCheck: true,
  createdAtMs: 0,
  instanceId: null,
  addresses: { privateIpv4: `10.0.0.${number}`, publicIpv4: null, ipv6: null },
  ports: [{ protocol: "tcp", containerPort: 8080, hostPort: 8080 }],
  ...changes,
});

export const listing = (...tasks: readonly ListedTask[]): Reading<TaskListing> => ({ kind: "known", value: { tasks } });

export const unread = { kind: "unknown", because: "failed", detail: "ecs:ListTasks: timed out" } as const;

export const destinationOf = (
  upstreams: Readonly<Record<string, Partial<UpstreamConfig>>> = { order: {} },
  policy: "observe" | "install" = "install",
): NginxInput["destination"] => ({
  kind: "nginx",
  id: "nginx/edge",
  fleet: { name: "edge", tag: { key: "Role", value: "edge" }, file: "/etc/nginx/conf.d/headgate.conf", policy },
  services: Object.entries(upstreams).map(([name, changes]) => {
    const entries = [upstream({ upstream: name, ...changes })];
    return { service: service({ name, publish: { ...publishesNothing, upstreams: entries } }), entries };
  }),
});

export const input = (changes: Partial<NginxInput> = {}): NginxInput => ({
  destination: destinationOf(),
  stack: "shop",
  observed: { kind: "known", value: { commands: [] } },
  listings: new Map([["order", listing(task(1), task(2))]]),
  withdrawals: new Map(),
  gates: new Map(),
  memory: null,
  ...changes,
});

export const installOf = (actions: readonly RecordsAction[]): InstallRender | null =>
  actions.find((action) => action.kind === "install-render") ?? null;

export const contentOf = (actions: readonly RecordsAction[]): string | null =>
  actions.find((action) => action.kind === "store-render")?.content ?? null;

export const invocation = (instanceId: string, changes: Partial<NginxInvocation> = {}): NginxInvocation => ({
  instanceId,
  status: "Success",
  statusDetails: "Success",
  output: "",
  ...changes,
});

export const refusal = (instanceId: string, output = "nginx: [emerg] no"): NginxInvocation =>
  invocation(instanceId, { status: "Failed", statusDetails: "Failed", output });

export const silence = (instanceId: string): NginxInvocation =>
  invocation(instanceId, { status: "TimedOut", statusDetails: "DeliveryTimedOut" });

/** What Systems Manager tells of an install, sent at a time and answered by these instances. */
export const commandOf = (
  { generation, hash }: Pick<InstallRender, "generation" | "hash">,
  requestedAtMs: number,
  invocations: readonly NginxInvocation[],
  changes: Partial<NginxCommand> = {},
): NginxCommand => ({
  commandId: `c-${requestedAtMs}`,
  fleet: "edge",
  generation,
  hash,
  requestedAtMs,
  status: invocations.every(({ status }) => status === "Success") ? "Success" : "Failed",
  targetCount: invocations.length,
  invocations,
  ...changes,
});

export const observing = (...commands: readonly NginxCommand[]): Reading<NginxReading> => ({
  kind: "known",
  value: { commands },
});

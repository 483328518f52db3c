import * as z from "zod/mini";
import { clusterArn, eventId, instantMs, nonEmpty, serviceArn } from "./fields.ts";
import type { ParsedEvent } from "./parsed-event.ts";
import { readFields } from "./read-fields.ts";
import type { BareEvent } from "./unwrap.ts";

const taskStateChange = z.object({
  id: eventId,
  time: instantMs,
  detail: z.object({
    clusterArn,
    group: z.optional(z.string()),
    taskArn: nonEmpty,
    lastStatus: nonEmpty,
    desiredStatus: nonEmpty,
  }),
});

const serviceGroup = "service:";

export const parseTaskStateChange = (event: BareEvent): ParsedEvent =>
  readFields(taskStateChange, event, ({ id, time, detail }) => {
    const { group = "no group" } = detail;
    const ecsService = group.startsWith(serviceGroup) ? group.slice(serviceGroup.length) : "";
    if (ecsService === "") return { kind: "unknown", code: "standalone-task", what: group };
    return {
      kind: "task",
      id,
      atMs: time,
      cluster: detail.clusterArn,
      ecsService,
      taskArn: detail.taskArn,
      lastStatus: detail.lastStatus,
      desiredStatus: detail.desiredStatus,
    };
  });

/** `ECS Deployment State Change` names its cluster in the service's ARN only, `ECS Service Action` in both places. */
const serviceEvent = z.object({
  id: eventId,
  time: instantMs,
  resources: z.tuple([serviceArn], z.unknown()),
  detail: z.object({ eventName: nonEmpty, clusterArn: z.optional(clusterArn) }),
});

export const parseServiceEvent = (event: BareEvent): ParsedEvent =>
  readFields(serviceEvent, event, ({ id, time, resources: [service], detail }) => ({
    kind: "service",
    id,
    atMs: time,
    cluster: service.cluster ?? detail.clusterArn ?? null,
    ecsService: service.ecsService,
    eventName: detail.eventName,
  }));

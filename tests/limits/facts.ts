import type { LimitFacts } from "../../shared/limits/effective-limit.ts";
import type { Reading, Unknown } from "../../shared/reading.ts";

type Group = {
  readonly value: string | null;
  readonly applyStatus: "in-sync" | "pending-reboot" | "applying" | "other";
};

/** An RDS PostgreSQL instance with the engine's default. */
export const facts = (changes: Partial<LimitFacts> = {}): LimitFacts => ({
  configuredConnections: null,
  engine: "postgres",
  engineVersion: "16.4",
  instanceClass: "db.m6g.xlarge",
  memoryGib: null,
  vcpu: null,
  serverless: null,
  allocatedStorageGib: 100,
  port: 5432,
  isReplica: false,
  parameter: group(null),
  counter: null,
  ...changes,
});

export const group = (value: string | null, applyStatus: Group["applyStatus"] = "in-sync"): Reading<Group> => ({
  kind: "known",
  value: { value, applyStatus },
});

export const counted = (value: number): Reading<number> => ({ kind: "known", value });

export const unread = (because: Unknown["because"], detail = `because of ${because}`): Unknown => ({
  kind: "unknown",
  because,
  detail,
});

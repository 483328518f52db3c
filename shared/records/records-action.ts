import type { HealthCheckConfig } from "../config/publication.ts";
import type { RecordSet } from "./dns/record-set.ts";

/** A write of `records`. There is no other. */
export type RecordsAction =
  | ChangeRecordSets
  | CreateHealthCheck
  | DeleteHealthCheck
  | RegisterInstance
  | DeregisterInstance
  | StoreRender
  | InstallRender;

export type RecordChange = {
  readonly action: "CREATE" | "UPSERT" | "DELETE";
  /** A DELETE repeats the set exactly as it was read. */
  readonly recordSet: RecordSet;
};

/** One change batch: all of it or nothing. */
export type ChangeRecordSets = {
  readonly kind: "change-record-sets";
  readonly hostedZoneId: string;
  readonly changes: readonly RecordChange[];
};

export type CreateHealthCheck = {
  readonly kind: "create-health-check";
  /** <= 64 characters; begins with the stack's own prefix, by which it is found again. */
  readonly callerReference: string;
  readonly ipAddress: string;
  readonly settings: HealthCheckConfig;
};

export type DeleteHealthCheck = { readonly kind: "delete-health-check"; readonly healthCheckId: string };

export type RegisterInstance = {
  readonly kind: "register-instance";
  readonly serviceId: string;
  readonly instanceId: string;
  readonly attributes: Readonly<Record<string, string>>;
};

export type DeregisterInstance = {
  readonly kind: "deregister-instance";
  readonly serviceId: string;
  readonly instanceId: string;
};

/** Under its hash, so that writing it twice is harmless. */
export type StoreRender = { readonly kind: "store-render"; readonly key: string; readonly content: string };

export type InstallRender = {
  readonly kind: "install-render";
  /** The fleet's name, which the command carries so that its outcome is found again. */
  readonly fleet: string;
  readonly tag: { readonly key: string; readonly value: string };
  readonly file: string;
  readonly generation: number;
  /** SHA-256 of the content, in hex. */
  readonly hash: string;
  readonly key: string;
};

import type { FindingCode } from "../../plan/explain/codes.ts";
import type { Headline } from "./headline.ts";

/** Of `records`, and of what the plan does because a service is published. */
export const recordHeadlines = {
  "record-restored": ({ about }) => `${about}: what was changed by hand is set back`,
  "would-change-records": ({ about }) => `${about}: what is published would change now (policy observe)`,
  "listing-unknown": ({ about }) => `${about}: its tasks can't be read, so what is published of it stays`,
  "no-task-listed": ({ about }) => `${about}: ECS lists no task at all, so what is published of it stays`,
  "mass-removal-held": ({ about }) => `${about}: more than half of it would be unpublished, so it stays`,
  "destination-unknown": ({ domain }) => `${domain} can't be read, so nothing is written there`,
  "record-not-owned": ({ about }) => `${about}: a name that it should have is somebody else's`,
  "routing-change-held": ({ about }) => `${about}: the kind of a record can't be changed`,
  "records-write-failed": ({ domain }) => `${domain} refused a write`,
  "task-without-address": ({ about }) => `${about}: a running task can't be published for want of an address or port`,
  "too-many-multivalue-sets": ({ about }) => `${about}: more than 100 tasks, published as one record`,
  "too-many-values": ({ about }) => `${about}: more tasks than a record holds`,
  "upsert-only-kept": ({ about }) => `${about}: records of tasks that are gone stay (policy upsert-only)`,
  "nginx-install-failed": ({ domain }) => `${domain}: an instance did not take the new file`,
  "nginx-nobody-listens": ({ domain }) => `${domain}: no instance has the fleet's tag`,
  "nginx-results-unknown": ({ domain }) => `${domain}: whether the instances took the file can't be read`,
  withdrawing: ({ about, number }) =>
    `${about}: ${number("tasks")} tasks leave DNS and nginx, and stop in ${number("secondsLeft")} s at the earliest`,
  "withdrawal-stuck": ({ about }) => `${about}: its scale-in waits, tasks could not be taken out of DNS or nginx`,
  "gate-closed": ({ about, database, number }) =>
    `${about} is sent ${number("admittedRequestsPerSecond")} of ${number("arrivingRequestsPerSecond")} requests/s: ${database} has no room for more tasks`,
  "gate-offered": ({ about, number }) =>
    `${about}: ${number("arrivingRequestsPerSecond")} requests/s arrive, its tasks carry ${number("admittedRequestsPerSecond")}`,
} satisfies Partial<Record<FindingCode, Headline>>;

import type { FindingCode } from "../plan/explain/codes.ts";
import type { Notice } from "./notice.ts";

type Headline = (about: string, notice: Notice) => string;

const number = ({ finding }: Notice, name: string): string => String(finding.numbers[name] ?? "?");

/** What a notice of `records` begins with, and of what the plan does because a service is published. */
export const recordsHeadlines: Partial<Record<FindingCode, Headline>> = {
  "record-restored": (about) => `${about}: what was changed by hand is set back`,
  "would-change-records": (about) => `${about}: what is published would change now (policy observe)`,
  "listing-unknown": (about) => `${about}: its tasks can't be read, so what is published of it stays`,
  "no-task-listed": (about) => `${about}: ECS lists no task at all, so what is published of it stays`,
  "mass-removal-held": (about) => `${about}: more than half of it would be unpublished, so it stays`,
  "destination-unknown": (_about, { domain }) => `${domain} can't be read, so nothing is written there`,
  "record-not-owned": (about) => `${about}: a name that it should have is somebody else's`,
  "routing-change-held": (about) => `${about}: the kind of a record can't be changed`,
  "records-write-failed": (_about, { domain }) => `${domain} refused a write`,
  "task-without-address": (about) => `${about}: a running task can't be published for want of an address or port`,
  "too-many-multivalue-sets": (about) => `${about}: more than 100 tasks, published as one record`,
  "too-many-values": (about) => `${about}: more tasks than a record holds`,
  "upsert-only-kept": (about) => `${about}: records of tasks that are gone stay (policy upsert-only)`,
  "nginx-install-failed": (_about, { domain }) => `${domain}: an instance did not take the new file`,
  "nginx-nobody-listens": (_about, { domain }) => `${domain}: no instance has the fleet's tag`,
  "nginx-results-unknown": (_about, { domain }) => `${domain}: whether the instances took the file can't be read`,
  withdrawing: (about, notice) =>
    `${about}: ${number(notice, "tasks")} tasks leave DNS and nginx, and stop in ${number(notice, "secondsLeft")} s at the earliest`,
  "withdrawal-stuck": (about) => `${about}: its scale-in waits, tasks could not be taken out of DNS or nginx`,
  "gate-closed": (about, notice) =>
    `${about} is sent ${number(notice, "admittedRequestsPerSecond")} of ${number(notice, "arrivingRequestsPerSecond")} requests/s: ${notice.database} has no room for more tasks`,
  "gate-offered": (about, notice) =>
    `${about}: ${number(notice, "arrivingRequestsPerSecond")} requests/s arrive, its tasks carry ${number(notice, "admittedRequestsPerSecond")}`,
};

import { compareText } from "../../config/by-name.ts";
import type { FindingCode } from "../../plan/explain/codes.ts";
import type { Finding } from "../../plan/explain/finding.ts";
import type { DesiredSet } from "./desired-set.ts";
import type { ZoneDiff } from "./diff-zone.ts";
import { setNameOf } from "./entry-needs.ts";
import { describeForeignOwner } from "./foreign-owner.ts";
import type { HealthCheckPlan } from "./health-checks.ts";
import type { ObservedZone, OwnedSet } from "./observed-zone.ts";
import type { RecordSet } from "./record-set.ts";
import type { RenderedEntry } from "./render-entries.ts";
import type { SetStep } from "./set-step.ts";

/** Enough to find them in the console; a notice is no list. */
const namedCount = 3;

export const sortFindings = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort((a, b) => compareText(rankOf(a), rankOf(b)));

const rankOf = ({ service, code, detail }: Finding): string => `${service ?? ""} ${code} ${detail}`;

export const zoneFinding = (
  code: FindingCode,
  service: string | null,
  numbers: Finding["numbers"],
  detail: string,
): Finding => ({ code, service, database: null, numbers, detail, unlocks: [] });

/** What the guard, the limits and the listing say of an entry. */
export const entryFindings = ({ entry, settled, members, kind, leftOutCount }: RenderedEntry): readonly Finding[] => {
  const { service, record, listed } = entry;
  const name = setNameOf(record);
  const { held } = settled;
  const reachless = (listed.kind === "known" ? listed.value.leftOut : []).filter(({ why }) => why !== "unhealthy");
  const isFallback = record.kind === "multivalue" && kind === "simple";
  return [
    ...(held === null
      ? []
      : [
          zoneFinding(
            held.code,
            service,
            { published: held.publishedCount, leaving: held.leavingCount, unseen: held.unseenCount },
            `${name}: ${held.detail}`,
          ),
        ]),
    ...(reachless.length === 0
      ? []
      : [
          zoneFinding(
            "task-without-address",
            service,
            { tasks: reachless.length },
            `${name}: ${listNames(reachless.map(({ taskId, why }) => `${taskId} (${why})`))}`,
          ),
        ]),
    ...(isFallback || (leftOutCount > 0 && kind === "multivalue")
      ? [
          zoneFinding(
            "too-many-multivalue-sets",
            service,
            { tasks: members.length, notPublished: leftOutCount },
            isFallback ? `${name} is one record now` : `${name} has no room for all of them`,
          ),
        ]
      : []),
    ...(leftOutCount > 0 && kind !== "multivalue"
      ? [zoneFinding("too-many-values", service, { tasks: members.length, notPublished: leftOutCount }, name)]
      : []),
  ];
};

/** What could not be written as it is wanted, and what was undone. */
export const diffFindings = (
  { blocked, heldSwitches, kept }: ZoneDiff,
  restoring: readonly SetStep[],
  zone: ObservedZone,
): readonly Finding[] => [
  ...perService(blocked, ({ wanted }) => wanted.service).map(([service, theirs]) => {
    const reasons = theirs.map(({ by }) => `${describeSet(by)}: ${describeForeignOwner(by, zone)}`);
    return zoneFinding("record-not-owned", service, { records: theirs.length }, listNames(reasons));
  }),
  ...perService(heldSwitches, ({ service }) => service).map(([service, theirs]) =>
    zoneFinding(
      "routing-change-held",
      service,
      { records: theirs.length },
      listNames(theirs.map(({ set }: DesiredSet) => describeSet(set))),
    ),
  ),
  ...perService(kept, ({ service }) => service).map(([service, theirs]) =>
    zoneFinding(
      "upsert-only-kept",
      service,
      { records: theirs.length },
      listNames(theirs.map(({ set }: OwnedSet) => describeSet(set))),
    ),
  ),
  ...perService(restoring, ({ service }) => service).map(([service, theirs]) =>
    zoneFinding("record-restored", service, { records: theirs.length }, listNames(theirs.map(describeRestored))),
  ),
];

/** What a zone that is only observed would be written now. */
export const observedFindings = (
  steps: readonly SetStep[],
  { create, remove }: Pick<HealthCheckPlan, "create" | "remove">,
): readonly Finding[] => {
  const ofChecks = { newHealthChecks: create.length, removedHealthChecks: remove.length };
  return [
    ...perService(steps, ({ service }) => service).map(([service, theirs]) => {
      const count = (kind: SetStep["kind"]): number => theirs.filter((step) => step.kind === kind).length;
      const numbers = {
        newRecords: count("create"),
        changedRecords: count("update"),
        removedRecords: count("remove"),
      };
      const names = theirs.map(({ before, after }) => describeSet((after ?? before)!));
      return zoneFinding("would-change-records", service, numbers, listNames(names));
    }),
    ...(create.length + remove.length > 0
      ? [zoneFinding("would-change-records", null, ofChecks, "health checks")]
      : []),
  ];
};

const describeSet = ({ name, type, setIdentifier }: RecordSet): string =>
  `${type} ${name}${setIdentifier === null ? "" : ` (${setIdentifier})`}`;

const describeRestored = ({ before, after }: SetStep): string => {
  const was = before === null ? "deleted" : before.values.length > 0 ? listNames(before.values) : "changed";
  return `${describeSet(after!)} was ${was}`;
};

const perService = <T>(
  all: readonly T[],
  serviceOf: (one: T) => string,
): readonly (readonly [string, readonly T[]])[] => [...Map.groupBy(all, serviceOf)];

/** Sorted, because the order in which they were found says nothing. */
const listNames = (names: readonly string[]): string => {
  const unique = [...new Set(names)].sort();
  const more = unique.length - namedCount;
  return `${unique.slice(0, namedCount).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
};

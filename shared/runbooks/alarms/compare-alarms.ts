import { describeAlarm, ownMark, type StandardAlarm } from "./standard-alarm.ts";

/** An alarm under our prefix, as CloudWatch has it. */
export type ExistingAlarm = {
  readonly name: string;
  readonly description: string;
  /** `null`: it watches something that no alarm of ours watches, such as an anomaly band. */
  readonly alarm: StandardAlarm | null;
};

export type AlarmDifference =
  | { readonly kind: "new"; readonly alarm: StandardAlarm }
  | { readonly kind: "changed"; readonly alarm: StandardAlarm; readonly before: string }
  | { readonly kind: "unchanged"; readonly alarm: StandardAlarm }
  /** Somebody else's, by the name that we would give. */
  | { readonly kind: "foreign"; readonly name: string }
  /** Ours, of a service or database that is not there any more. */
  | { readonly kind: "stray"; readonly name: string; readonly before: string };

/**
 * What is to be done about each alarm, sorted by name.
 *
 * @param wanted those to be there
 * @param known names of all that headgate.yml would have, so that a run over some services finds no strays in others
 * @throws never
 */
export const compareAlarms = (
  wanted: readonly StandardAlarm[],
  known: ReadonlySet<string>,
  existing: readonly ExistingAlarm[],
): readonly AlarmDifference[] => {
  const before = new Map(existing.map((alarm) => [alarm.name, alarm]));
  const differences = wanted.map((alarm): AlarmDifference => {
    const found = before.get(alarm.name);
    if (found === undefined) return { kind: "new", alarm };
    if (!found.description.startsWith(ownMark)) return { kind: "foreign", name: alarm.name };
    const was = found.alarm === null ? "another kind of alarm" : describeAlarm(found.alarm);
    const same = was === describeAlarm(alarm) && found.description === alarm.description;
    return same ? { kind: "unchanged", alarm } : { kind: "changed", alarm, before: was };
  });
  const strays = existing.flatMap(({ name, description, alarm }): readonly AlarmDifference[] =>
    known.has(name) || !description.startsWith(ownMark)
      ? []
      : [{ kind: "stray", name, before: alarm === null ? "another kind of alarm" : describeAlarm(alarm) }],
  );
  return [...differences, ...strays].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
};

export const nameOf = (difference: AlarmDifference): string =>
  "alarm" in difference ? difference.alarm.name : difference.name;

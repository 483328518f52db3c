import { isDeepStrictEqual } from "node:util";
import type { Change, ResourceRecordSet } from "@aws-sdk/client-route-53";
import { AwsError } from "./aws-error.ts";
import { checkRequest } from "./route53-request.ts";
import { type HostedZone, setKey, storedSet } from "./route53-zone.ts";
import { zoneProblems } from "./route53-zone-rules.ts";

const mostElements = 1_000;
const mostCharacters = 32_000;

/**
 * Applies a change batch to a zone: all of it, or nothing.
 *
 * Each change is checked against what the changes before it have left, the zone's rules against the end result, so that
 * a batch may replace a set by one that could not stand beside it.
 *
 * @param healthCheckExists whether a health check has an id
 * @throws AwsError InvalidInput, NoSuchHealthCheck, InvalidChangeBatch with every message
 * @see Amazon Route 53 API reference, ChangeResourceRecordSets; developer guide, Quotas
 */
export const applyChangeBatch = (
  zone: HostedZone,
  changes: readonly Change[],
  healthCheckExists: (id: string) => boolean,
): void => {
  if (changes.length === 0) throw new AwsError("InvalidInput", "The change batch must have at least one change.");
  for (const change of changes) checkRequest(change);
  const lost = changes.find(({ Action, ResourceRecordSet: set }) => {
    return Action !== "DELETE" && set?.HealthCheckId !== undefined && !healthCheckExists(set.HealthCheckId);
  });
  if (lost !== undefined)
    throw new AwsError(
      "NoSuchHealthCheck",
      `No health check exists with the specified ID: ${lost.ResourceRecordSet?.HealthCheckId}`,
      404,
    );
  refuse(sizeProblems(changes));
  refuse(repetitions(changes));
  const sets = new Map(zone.sets);
  refuse(changes.flatMap((change) => applyChange(sets, change)));
  refuse(zoneProblems(zone, sets, changes.map(({ ResourceRecordSet: set }) => set).filter(isSet)));
  zone.replace(sets);
  zone.changeBatches += 1;
};

/** As messages name a record set. */
const describeSet = ({ Name, Type, SetIdentifier }: ResourceRecordSet): string =>
  `[name='${Name}', type='${Type}'${SetIdentifier === undefined ? "" : `, set identifier='${SetIdentifier}'`}]`;

const applyChange = (sets: Map<string, ResourceRecordSet>, { Action, ResourceRecordSet: given }: Change): string[] => {
  const set = storedSet(given!);
  const key = setKey(set);
  const present = sets.get(key);
  switch (Action) {
    case "CREATE":
      if (present !== undefined)
        return [`Tried to create resource record set ${describeSet(set)} but it already exists`];
      sets.set(key, set);
      return [];
    case "DELETE":
      if (present === undefined)
        return [`Tried to delete resource record set ${describeSet(set)} but it was not found`];
      if (!isDeepStrictEqual(comparable(present), comparable(set)))
        return [
          `Tried to delete resource record set ${describeSet(set)} but the values provided do not match the current values`,
        ];
      sets.delete(key);
      return [];
    default:
      sets.set(key, set);
      return [];
  }
};

/** The order of a set's values says nothing. */
const comparable = (set: ResourceRecordSet): object => {
  const entries = Object.entries({
    ...set,
    ResourceRecords: (set.ResourceRecords ?? []).map(({ Value }) => Value).sort(),
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
};

/** A set may be deleted and then created in one batch, and nothing else twice. */
const repetitions = (changes: readonly Change[]): string[] => {
  const actions = new Map<string, { readonly set: ResourceRecordSet; readonly done: string[] }>();
  for (const { Action, ResourceRecordSet: set } of changes) {
    const found = actions.get(setKey(set!)) ?? { set: set!, done: [] };
    found.done.push(Action ?? "");
    actions.set(setKey(set!), found);
  }
  return [...actions.values()]
    .filter(({ done }) => done.length > 1 && done.join() !== "DELETE,CREATE")
    .map(({ set }) => {
      const { Name, Type } = storedSet(set);
      return `The request contains an invalid set of changes for a resource record set '${Type} ${Name}'`;
    });
};

/** An UPSERT counts twice: Route 53 deletes and creates. */
const sizeProblems = (changes: readonly Change[]): string[] => {
  let elements = 0;
  let characters = 0;
  for (const { Action, ResourceRecordSet: set } of changes) {
    const times = Action === "UPSERT" ? 2 : 1;
    const values = (set?.ResourceRecords ?? []).map(({ Value }) => Value ?? "");
    elements += times * values.length;
    characters += times * values.reduce((sum, value) => sum + value.length, 0);
  }
  return [
    ...(elements > mostElements ? [`Number of records limit of ${mostElements} exceeded.`] : []),
    ...(characters > mostCharacters ? [`Number of characters limit of ${mostCharacters} exceeded.`] : []),
  ];
};

const refuse = (messages: readonly string[]): void => {
  if (messages.length > 0) throw new AwsError("InvalidChangeBatch", `[${messages.join(", ")}]`);
};

const isSet = (set: ResourceRecordSet | undefined): set is ResourceRecordSet => set !== undefined;

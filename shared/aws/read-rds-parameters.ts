import {
  DescribeDBClusterParametersCommand,
  DescribeDBParametersCommand,
  type Filter,
  type Parameter,
} from "@aws-sdk/client-rds";
import type { Reading } from "../reading.ts";
import type { Rds } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { inParallel } from "./in-parallel.ts";

export type ParameterGroup = { readonly kind: "instance" | "cluster"; readonly group: string };

/** `max_connections` as one group has it. */
export type GroupParameter = {
  /** A literal or a formula; `null`: the group doesn't say. */
  readonly value: string | null;
  /** Somebody has set it in this group; false: it is the group's default. */
  readonly isSet: boolean;
};

const parameterName = "max_connections";
const filters: Filter[] = [{ Name: "parameter-name", Values: [parameterName] }];

/**
 * Reads `max_connections` of parameter groups, one call each.
 *
 * @param groups unique
 * @returns by `keyOfGroup`, every group answered
 * @throws never
 */
export const readMaxConnections = async (
  rds: Rds,
  groups: readonly ParameterGroup[],
): Promise<ReadonlyMap<string, Reading<GroupParameter>>> =>
  new Map(
    await inParallel(groups, async (group): Promise<[string, Reading<GroupParameter>]> => {
      try {
        return [keyOfGroup(group), { kind: "known", value: await describe(rds, group) }];
      } catch (error) {
        const operation = group.kind === "instance" ? "DescribeDBParameters" : "DescribeDBClusterParameters";
        return [keyOfGroup(group), unknownBecause(`rds:${operation} ${group.group}`, error)];
      }
    }),
  );

export const keyOfGroup = ({ kind, group }: ParameterGroup): string => `${kind}/${group}`;

const describe = async (rds: Rds, { kind, group }: ParameterGroup): Promise<GroupParameter> => {
  let Marker: string | undefined;
  do {
    const page =
      kind === "instance"
        ? await rds.send(new DescribeDBParametersCommand({ DBParameterGroupName: group, Filters: filters, Marker }))
        : await rds.send(
            new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName: group, Filters: filters, Marker }),
          );
    const found = page.Parameters?.find((parameter) => parameter.ParameterName === parameterName);
    if (found !== undefined) return parameterOf(found);
    Marker = page.Marker;
  } while (Marker !== undefined);
  return { value: null, isSet: false };
};

const parameterOf = ({ ParameterValue, Source }: Parameter): GroupParameter => ({
  value: ParameterValue ?? null,
  isSet: Source === "user" && ParameterValue !== undefined,
});

import { DescribeTaskDefinitionCommand, type TaskDefinition } from "@aws-sdk/client-ecs";
import type { Reading } from "../reading.ts";
import type { Ecs } from "./clients.ts";
import { unknownBecause } from "./failure.ts";
import { inParallel } from "./in-parallel.ts";

/** A container sees few definitions; a bound only against one that runs for months. */
const mostKept = 2_000;

/** @param arns with their revisions */
export type ReadRevisions<Facts> = (ecs: Ecs, arns: readonly string[]) => Promise<ReadonlyMap<string, Reading<Facts>>>;

/**
 * Reads something of task definitions. A revision is immutable, so each is read once in a container's life.
 *
 * @param factsOf what is kept of a definition
 * @returns by ARN, every one answered; a failed one is unknown, and asked for again the next time
 * @throws never
 */
export const makeRevisionReader = <Facts>(factsOf: (definition: TaskDefinition) => Facts): ReadRevisions<Facts> => {
  /** By client: two accounts may have the same name for different definitions. */
  const kept = new WeakMap<Ecs, Map<string, Facts>>();
  return async (ecs, arns) => {
    const known = kept.get(ecs) ?? new Map<string, Facts>();
    if (known.size > mostKept) known.clear();
    kept.set(ecs, known);
    const readings = await inParallel([...new Set(arns)], async (arn): Promise<readonly [string, Reading<Facts>]> => {
      const before = known.get(arn);
      if (before !== undefined) return [arn, { kind: "known", value: before }];
      try {
        const answer = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
        if (answer.taskDefinition === undefined) return [arn, notAnswered(arn)];
        const value = factsOf(answer.taskDefinition);
        known.set(arn, value);
        return [arn, { kind: "known", value }];
      } catch (error) {
        return [arn, unknownBecause(`ecs:DescribeTaskDefinition ${arn}`, error)];
      }
    });
    return new Map(readings);
  };
};

const notAnswered = (arn: string): Reading<never> => ({
  kind: "unknown",
  because: "failed",
  detail: `ecs:DescribeTaskDefinition ${arn}: not answered`,
});

import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import type { Clients } from "../shared/aws/clients.ts";
import { nameAndMessage } from "../shared/aws/failure.ts";
import { readTarget, restoreTarget, type ServicePlace } from "../shared/aws/write-scalable-target.ts";
import { describeRelease } from "../shared/notices/describe-release.ts";
import { type HeldTarget, releaseStep } from "../shared/plan/policy/release-step.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { toJson } from "./json-output.ts";
import { readHeldTargets } from "./release-memory.ts";

export type ReleaseOptions = {
  /** Ends the table's name where none is given. */
  readonly stage: string;
  readonly table?: string;
  readonly service?: string;
  readonly region?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
};

export type ReleaseResult = { readonly exitCode: ExitCode; readonly output: string };

/** One scalable target, and what became of it in words. */
type ReleasedTarget = {
  readonly service: string;
  readonly resourceId: string;
  readonly done: boolean;
  readonly says: string;
};

const kinds = { [EXIT.ok]: "done", [EXIT.failed]: "failed", [EXIT.usage]: "unusable" } as const;

export type ReleaseClients = Pick<Clients, "dynamoDb" | "applicationAutoScaling" | "ecs">;

/** The developer's own credentials and endpoint, as every AWS tool finds them. */
export const releaseClients = ({ region }: ReleaseOptions): ReleaseClients => {
  const settings = region === undefined ? {} : { region };
  return {
    dynamoDb: new DynamoDBClient(settings),
    applicationAutoScaling: new ApplicationAutoScalingClient(settings),
    ecs: new ECSClient(settings),
  };
};

/**
 * Puts back what a stack has changed of scalable targets: MaxCapacity and suspensions. Done twice it does nothing the
 * second time; a service that can't be put back keeps no other from it.
 *
 * @throws never
 */
export const release = async (clients: ReleaseClients, options: ReleaseOptions): Promise<ReleaseResult> => {
  const table = options.table ?? `headgate-${options.stage}`;
  const say = (exitCode: ExitCode, message: string, targets: readonly ReleasedTarget[] = []): ReleaseResult => ({
    exitCode,
    output: options.json ? toJson({ kind: kinds[exitCode], table, message, targets }) : message,
  });
  let held: readonly HeldTarget[];
  try {
    held = await readHeldTargets(clients.dynamoDb, table);
  } catch (error) {
    const { name, message } = nameAndMessage(error);
    const hint = name === "ResourceNotFoundException" ? " Name the stack by --stage, --table and --region." : "";
    return say(EXIT.failed, `The table ${table} can't be read: ${name}: ${message}.${hint}`);
  }
  const names = [...new Set(held.map(({ service }) => service))];
  if (options.service !== undefined && !names.includes(options.service)) {
    const known = names.length === 0 ? "of no service" : `of ${names.join(", ")}`;
    return say(EXIT.usage, `${table} remembers nothing of ${options.service}, only ${known}.`);
  }
  const targets: ReleasedTarget[] = [];
  for (const members of byTarget(held, options.service))
    targets.push(await releaseOne(clients, members, options.dryRun ?? false));
  if (targets.length === 0) return say(EXIT.ok, `${table} remembers no scalable target: nothing to put back.`);
  const failed = targets.filter(({ done }) => !done).length;
  const summary =
    failed === 0 ? [] : [`${failed} of ${targets.length} could not be put back. Mend the cause and run it again.`];
  const lines = [...targets.map(({ service, says }) => `${service}: ${says}`), ...summary];
  return say(failed === 0 ? EXIT.ok : EXIT.failed, lines.join("\n"), targets);
};

const byTarget = (held: readonly HeldTarget[], service: string | undefined): readonly (readonly HeldTarget[])[] => {
  const targets = new Map<string, HeldTarget[]>();
  for (const entry of held) {
    if (service !== undefined && entry.service !== service) continue;
    const members = targets.get(entry.resourceId);
    if (members === undefined) targets.set(entry.resourceId, [entry]);
    else members.push(entry);
  }
  return [...targets.values()];
};

const releaseOne = async (
  clients: ReleaseClients,
  held: readonly HeldTarget[],
  dryRun: boolean,
): Promise<ReleasedTarget> => {
  const [first] = held as readonly [HeldTarget];
  const place = placeOf(first);
  const say = (says: string, done: boolean): ReleasedTarget => {
    return { service: place.name, resourceId: first.resourceId, done, says };
  };
  try {
    const target = await readTarget(clients, place);
    if (target === "none") return say("it has no scalable target any more", true);
    const step = releaseStep(held, target, target.desired);
    if (step.kind === "put-back" && !dryRun) await restoreTarget(clients, place, step);
    return say(describeRelease(step, dryRun), step.kind !== "refused");
  } catch (error) {
    const { name, message } = nameAndMessage(error);
    return say(`failed: ${name}: ${message}`, false);
  }
};

const placeOf = ({ service, resourceId }: HeldTarget): ServicePlace => {
  const [, cluster = "", ecsService = ""] = resourceId.split("/");
  return { name: service, cluster, ecsService };
};

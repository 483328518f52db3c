import type { DomainNow } from "../../aws/domain-now.ts";
import type { ServiceConfig } from "../../config/service-config.ts";
import { describeRelease } from "../../notices/describe-release.ts";
import { emptyServiceMemory, remembered } from "../../plan/memory.ts";
import { heldTargetOf, releaseStep } from "../../plan/policy/release-step.ts";

/**
 * What Headgate has written for a service and nobody has put back, a line each, with what puts it back.
 *
 * @returns empty: nothing of it stands. What can't be read is said to be unread
 */
export const standingWrites = (service: ServiceConfig, { snapshot, memory }: DomainNow): readonly string[] => {
  const { name, cluster, ecsService } = service;
  const own = remembered(memory.services, name) ?? emptyServiceMemory;
  const reading = snapshot.services.find((one) => one.name === name);
  const counts = reading?.tasks.kind === "known" ? reading.tasks.value : null;
  const lines: string[] = [];

  const held = heldTargetOf(name, own);
  const release = `npx headgate release --service ${name}`;
  if (held.length > 0 && (counts === null || reading?.scalableTarget.kind !== "known")) {
    lines.push(
      `Headgate has written to its scalable target, and how that stands can't be read now; \`${release}\` puts back what does.`,
    );
  } else if (held.length > 0 && reading?.scalableTarget.kind === "known" && reading.scalableTarget.value !== "none") {
    const step = releaseStep(held, reading.scalableTarget.value, counts!.desired);
    if (step.kind !== "nothing")
      lines.push(
        `Still as Headgate left it: its scalable target. \`${release}\` puts it back: ${describeRelease(step, false)}.`,
      );
  }

  const { entry } = own;
  const written = entry?.written?.to;
  if (
    entry !== undefined &&
    written !== undefined &&
    counts !== null &&
    isNow(written, counts) &&
    !isNow(entry.users, counts)
  ) {
    const { maximumPercent, minimumHealthyPercent } = entry.users;
    lines.push(
      `Still as Headgate left it: maximumPercent ${counts.maximumPercent}, minimumHealthyPercent ${counts.minimumHealthyPercent} of its next deployment. \`aws ecs update-service --cluster ${cluster} --service ${ecsService} --deployment-configuration maximumPercent=${maximumPercent},minimumHealthyPercent=${minimumHealthyPercent}\` puts it back.`,
    );
  }
  return lines;
};

type Percents = { readonly maximumPercent: number; readonly minimumHealthyPercent: number };

const isNow = (percents: Percents, now: Percents): boolean =>
  percents.maximumPercent === now.maximumPercent && percents.minimumHealthyPercent === now.minimumHealthyPercent;

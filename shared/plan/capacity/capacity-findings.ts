import type { ServiceConfig } from "../../config/service-config.ts";
import type { FindingCode } from "../explain/codes.ts";
import type { Finding } from "../explain/finding.ts";
import type { CapacityReading } from "../readings/capacity-reading.ts";
import { placementIn } from "./site.ts";

/**
 * What about the domain's capacity is not counted, said of each service that it concerns.
 *
 * A quota that nobody has read yet is not worth a word; one that can't be read is.
 *
 * @param services of the domain, sorted by name
 * @returns warnings; none on Fargate with a quota that is known
 * @throws never
 */
export const capacityFindings = (
  services: readonly ServiceConfig[],
  capacity: CapacityReading | undefined,
): readonly Finding[] => {
  if (capacity === undefined) return [];
  const ofServices = services.flatMap((service): readonly Finding[] => {
    const placement = placementIn(capacity.placements, service.name);
    if (placement === null || service.capacity.kind !== "ec2") return [];
    const { gpus, expressions } = placement;
    return [
      ...(gpus > 0 ? [warning("gpu-ignored", service.name, "", { gpusPerTask: gpus })] : []),
      ...(expressions.length > 0
        ? [warning("placement-expression-ignored", service.name, expressions.join("; "))]
        : []),
    ];
  });
  const quota = capacity.fargate;
  const unread = [quota?.quotaVcpu, quota?.used].find(
    (reading) => reading?.kind === "unknown" && reading.because !== "no-data",
  );
  const ofQuota = unread?.kind === "unknown" ? [warning("fargate-quota-unknown", null, unread.detail)] : [];
  return [...ofServices, ...ofQuota];
};

const warning = (
  code: FindingCode,
  service: string | null,
  detail: string,
  numbers: Finding["numbers"] = {},
): Finding => ({ code, service, database: null, numbers, detail, unlocks: [] });

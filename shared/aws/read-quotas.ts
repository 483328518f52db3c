import { GetServiceQuotaCommand } from "@aws-sdk/client-service-quotas";
import type { Reading } from "../reading.ts";
import type { ServiceQuotas } from "./clients.ts";
import { unknownBecause } from "./failure.ts";

/** "Fargate On-Demand vCPU resource count". */
export const fargateQuota = { ServiceCode: "fargate", QuotaCode: "L-3032A538" } as const;

/**
 * Reads how many vCPU the account's Fargate tasks may have together, in this region.
 *
 * @returns whole vCPU, rounded down
 * @throws never
 */
export const readFargateQuota = async (serviceQuotas: ServiceQuotas): Promise<Reading<number>> => {
  const call = `servicequotas:GetServiceQuota ${fargateQuota.ServiceCode}/${fargateQuota.QuotaCode}`;
  try {
    const { Quota } = await serviceQuotas.send(new GetServiceQuotaCommand(fargateQuota));
    if (Quota?.Value !== undefined) return { kind: "known", value: Math.floor(Quota.Value) };
    return { kind: "unknown", because: "no-data", detail: `${call}: without a value` };
  } catch (error) {
    return unknownBecause(call, error);
  }
};

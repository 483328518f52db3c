import type { GetServiceQuotaRequest } from "@aws-sdk/client-service-quotas";
import { AwsError } from "./aws-error.ts";
import type { RdsEstate } from "./rds-estate.ts";

/** Service Quotas: the one of Fargate's vCPU. */
export class ServiceQuotas {
  readonly #estate: () => RdsEstate;

  constructor(estate: () => RdsEstate) {
    this.#estate = estate;
  }

  getServiceQuota({ ServiceCode, QuotaCode }: GetServiceQuotaRequest): object {
    const { fargateVcpus } = this.#estate();
    if (ServiceCode !== "fargate" || QuotaCode !== "L-3032A538" || fargateVcpus === null)
      throw new AwsError("NoSuchResourceException", `The request failed because quota ${QuotaCode} does not exist`);
    return {
      Quota: {
        ServiceCode,
        QuotaCode,
        QuotaName: "Fargate On-Demand vCPU resource count",
        Value: fargateVcpus,
        GlobalQuota: false,
      },
    };
  }
}

import { GetServiceQuotaCommand } from "@aws-sdk/client-service-quotas";
import { refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

export const serviceQuotasCases = casesOf("servicequotas", [
  {
    name: "A quota that is not there is told by name",
    cites: "https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html",
    errors: ["NoSuchResourceException"],
    run: async ({ clients }) =>
      refusalOf(
        clients.serviceQuotas.send(new GetServiceQuotaCommand({ ServiceCode: "fargate", QuotaCode: "L-00000000" })),
      ),
    expected: "NoSuchResourceException",
  },
]);

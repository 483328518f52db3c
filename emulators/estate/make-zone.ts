import { CreateHostedZoneCommand } from "@aws-sdk/client-route-53";
import type { TestClients } from "../clients.ts";
import { zoneDomain } from "./estate-names.ts";

/** @returns its id, without the path in front */
export const makeZone = async ({ route53 }: TestClients): Promise<string> => {
  const created = await route53.send(new CreateHostedZoneCommand({ Name: zoneDomain, CallerReference: "cloud-test" }));
  return created.HostedZone!.Id!.replace("/hostedzone/", "");
};

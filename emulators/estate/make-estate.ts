import type { TestClients } from "../clients.ts";
import { makeAlarms } from "./make-alarms.ts";
import { makeDatabases } from "./make-databases.ts";
import type { Network } from "./make-network.ts";
import { makeServices } from "./make-services.ts";
import { makeZone } from "./make-zone.ts";

/** What was there before Headgate: an account with services, databases, alarms and a zone. */
export type Estate = { readonly hostedZoneId: string; readonly network: Network };

/** @throws what an emulator answers */
export const makeEstate = async (clients: TestClients): Promise<Estate> => {
  const [network, , , hostedZoneId] = await Promise.all([
    makeServices(clients),
    makeDatabases(clients),
    makeAlarms(clients),
    makeZone(clients),
  ]);
  return { hostedZoneId, network };
};

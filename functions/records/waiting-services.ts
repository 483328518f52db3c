import { endpointsOf } from "../../shared/records/endpoints-of.ts";
import type { PlanInput } from "./plan-destination.ts";

/** Who waits does not depend on how they are to be reached. */
const anyNeeds = {
  address: "private",
  family: "ipv4",
  port: "none",
  containerPort: null,
  protocol: "tcp",
} as const;

/** Services with tasks on their way, sorted. */
export const waitingServices = ({
  listings,
  withdrawals,
}: Pick<PlanInput, "listings" | "withdrawals">): readonly string[] =>
  [...listings]
    .filter(
      ([service, listing]) =>
        listing.kind === "known" &&
        endpointsOf(listing.value, withdrawals.get(service) ?? [], anyNeeds).waiting.length > 0,
    )
    .map(([service]) => service)
    .sort();

import { builtInBook } from "../../cost/book/built-in-book.ts";
import { priceFinder, regionsOf } from "../../cost/find-price.ts";
import { auditPortMappings } from "./audit-port-mappings.ts";
import { compareBalancers, smallLoad } from "./compare-balancers.ts";
import type { PortsReading } from "./port-mapping.ts";
import type { PortsReport } from "./render-ports.ts";

/**
 * The audit of what was read, with the ways to balance so many services beside each other.
 *
 * @param region of the prices; us-east-1 where the price book has none of this region
 */
export const portsReportOf = (reading: PortsReading, region: string | undefined): PortsReport => {
  // For an order of magnitude the prices of another region do.
  const priced = regionsOf(builtInBook).find((known) => known === region) ?? "us-east-1";
  const load = { ...smallLoad, services: Math.max(1, reading.services.length + reading.unread.length) };
  return {
    services: reading.services.map(({ service, cluster, networkMode, mappings, instances }) => {
      return { service, cluster, networkMode, instances, mappings };
    }),
    unread: reading.unread,
    findings: auditPortMappings(reading.services),
    costs: { load, ...compareBalancers(priceFinder(builtInBook), priced, load) },
  };
};

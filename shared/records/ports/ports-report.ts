import { auditPortMappings } from "./audit-port-mappings.ts";
import { balancerPrices, priceSources, pricesAsOf } from "./balancer-prices.ts";
import { compareBalancers, smallLoad } from "./compare-balancers.ts";
import type { PortsReading } from "./port-mapping.ts";
import type { PortsReport } from "./render-ports.ts";

/**
 * The audit of what was read, with the ways to balance so many services beside each other.
 *
 * @param region of the prices; the first of the price list where it has none of this region
 */
export const portsReportOf = (reading: PortsReading, region: string | undefined): PortsReport => {
  const prices = balancerPrices.find((one) => one.region === region) ?? balancerPrices[0]!;
  const load = { ...smallLoad, services: Math.max(1, reading.services.length + reading.unread.length) };
  return {
    services: reading.services.map(({ service, cluster, networkMode, mappings, instances }) => {
      return { service, cluster, networkMode, instances, mappings };
    }),
    unread: reading.unread,
    findings: auditPortMappings(reading.services),
    costs: { region: prices.region, pricesAsOf, priceSources, load, ways: compareBalancers(prices, load) },
  };
};

import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import type { Config } from "../../../shared/config/config.ts";
import type { EmbeddedCloud } from "../embedded-cloud.ts";

const instancesPerFleet = 2;

/**
 * What an account may have where headgate.yml publishes: in each zone a record of somebody else, for each nginx fleet
 * two instances with its tag. Tasks have all the addresses and the ports that are asked for.
 */
export const declarePublication = (cloud: EmbeddedCloud, config: Config): void => {
  for (const { hostedZoneId, domain } of config.zones) {
    const ResourceRecords = [{ Value: `www.${domain}` }];
    const foreign: ResourceRecordSet = { Name: `legacy.${domain}`, Type: "CNAME", TTL: 300, ResourceRecords };
    cloud.route53.declareZone({ id: hostedZoneId, domain, recordSets: [foreign] });
  }
  for (const { name, tag } of config.nginxFleets) {
    for (let number = 1; number <= instancesPerFleet; number += 1)
      cloud.ssm.declareInstance({ id: `i-${name}-${number}`, tags: { [tag.key]: tag.value } });
  }
  for (const { name, publish } of config.services) {
    const { records, cloudMap, upstreams } = publish;
    const ports = [...records, ...cloudMap, ...upstreams].flatMap(({ containerPort }) => containerPort ?? []);
    cloud.capacity.declareTasks(name, {
      publicAddress: [...records, ...upstreams].some(({ address }) => address === "public"),
      ipv6: [...records, ...cloudMap].some(({ family }) => family !== "ipv4"),
      ...(ports.length === 0 ? {} : { ports: [...new Set(ports)].map((containerPort) => ({ containerPort })) }),
    });
  }
};

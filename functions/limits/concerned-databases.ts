import type { StoredFacts } from "../../shared/aws/facts-table.ts";
import type { Config } from "../../shared/config/config.ts";
import type { DatabaseConfig } from "../../shared/config/database-config.ts";

/**
 * The databases that an RDS event is about: those that name its source in headgate.yml, and those that were read from it
 * the last time, as members of clusters and parameter groups are named nowhere else.
 *
 * @param source SourceIdentifier: an instance, a cluster, a parameter group or a proxy
 * @returns in the configuration's order; none for somebody else's
 */
export const concernedDatabases = (
  config: Config,
  stored: ReadonlyMap<string, StoredFacts>,
  source: string,
): readonly DatabaseConfig[] => {
  const isSource = (name: string): boolean => name.toLowerCase() === source.toLowerCase();
  return config.databases.filter(
    ({ name, at }) =>
      isSource(at.kind === "instance" ? at.instance : at.cluster) ||
      config.proxies.some(({ proxy, database }) => database === name && isSource(proxy)) ||
      (stored.get(name)?.sources ?? []).some(isSource),
  );
};

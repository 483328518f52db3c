import type { OperatedDatabase } from "../../aws/read-operated-database.ts";
import { writerOf } from "./resize-order.ts";

/**
 * What people notice while an instance gets another class. RDS publishes no figures, only that a Multi-AZ instance is
 * away for the time of a failover, and another one for the time of the change.
 *
 * @see Amazon RDS User Guide, "Settings for DB instances" (DB instance class); Amazon Aurora User Guide, "High
 * availability for Amazon Aurora" (failover usually within 60 s, often less than 30)
 */
export const describeInterruption = (database: OperatedDatabase, targets: readonly string[]): string => {
  const { cluster, instances } = database;
  const [first] = instances;
  if (cluster === null)
    return first?.multiAz === true
      ? "about a minute, once: RDS changes the standby first, then fails over; every connection is cut and opens anew"
      : "several minutes: a single-AZ instance takes no connection while its class is changed";
  const writer = writerOf(database);
  const readers = targets.filter((instance) => instance !== writer);
  const ofReaders =
    readers.length === 0
      ? []
      : readers.length === 1 && cluster.members.length <= 2
        ? ["reads on the only reader are away for several minutes"]
        : ["each reader is away for several minutes, one at a time"];
  const ofWriter =
    writer === null || !targets.includes(writer)
      ? []
      : readers.length === 0
        ? ["several minutes without a writer: no reader can take its place"]
        : ["about a minute without a writer, at the failover"];
  return [...ofReaders, ...ofWriter].join("; ");
};

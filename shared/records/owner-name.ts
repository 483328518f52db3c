/**
 * Whose a record, an instance or a health check is: what is written beside it, and what it is found again by.
 *
 * The name of headgate.yml alone is not enough. Hosted zones and health checks belong to no region, and the stacks of two
 * regions that answer for one name by latency may well have one name themselves: each would sweep the other's records.
 *
 * @param region AWS's own word for it, such as eu-central-1
 * @see Amazon Route 53 developer guide: hosted zones and health checks are global
 */
export const ownerNameOf = (stack: string, region: string): string => `${stack}@${region}`;

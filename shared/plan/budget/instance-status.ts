/**
 * Statuses in which an instance serves its connections while something happens to it.
 *
 * Any other is one in which it doesn't, or may stop to at any moment (rebooting, maintenance, renaming, upgrading,
 * stopped, failed, storage-full, ...); one that isn't known here counts among them.
 *
 * @see Amazon RDS User Guide, "Viewing Amazon RDS DB instance status"
 */
const serving: ReadonlySet<string> = new Set([
  "available",
  "backing-up",
  "configuring-enhanced-monitoring",
  "configuring-iam-database-auth",
  "configuring-log-exports",
  "modifying",
  "resetting-master-credentials",
  "storage-config-upgrade",
  "storage-initialization",
  "storage-optimization",
]);

/** Whether more connections may be sent to an instance with this DBInstanceStatus. */
export const servesConnections = (status: string): boolean => serving.has(status);

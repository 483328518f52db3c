/**
 * IAM actions on a kind of resource. Which resources these are follows from headgate.yml, in stack/.
 *
 * `none`: IAM knows no resource for the action, so it is granted on all, with the reason in the stack's closed list.
 */
export type Grant = {
  /** As IAM writes them: "rds:ModifyDBInstance". */
  readonly actions: readonly string[];
  readonly on: GrantedResource;
};

export type GrantedResource =
  /** All of the account: reads that look for what headgate.yml doesn't name. */
  | "account"
  /** Every alarm of the account: alarm:<any>. */
  | "alarms"
  | "clusters"
  /** container-instance/<cluster>/<any>. */
  | "container-instances"
  /** The clusters of headgate.yml and their members, which a failover may name. */
  | "database-clusters"
  /** The instances of headgate.yml, and the members of its clusters. */
  | "database-instances"
  | "dead-letter-queues"
  /** Every instance and cluster of RDS: it asks about all of them where a call picks some by a filter. */
  | "every-database"
  /** All that `scale` reads of a domain; the actions are the stack's own list. */
  | "domain"
  | "event-queues"
  /** Listeners of application load balancers and their rules: listener/app/<any> and listener-rule/app/<any>. */
  | "listeners"
  /** Instances that are not there yet: their names begin with the database's. */
  | "new-instances"
  /** A cluster, a new member of it, and the groups that it is made with. */
  | "new-members"
  /** An instance, a new replica of it, and the groups that it is made with. */
  | "new-replicas"
  | "none"
  /** Alarms whose names begin with the stack's prefix and "-svc-". */
  | "own-alarms"
  /** pg:<any> and cluster-pg:<any>: which group a database has is known only to RDS. */
  | "parameter-groups"
  /** Objects of the bucket that holds rendered nginx files; there is none where no fleet is installed. */
  | "renders"
  /** Deployments of the services, and the services: service-deployment/<cluster>/<service>/<any>. */
  | "service-deployments"
  /** Revisions of the services, and the services: service-revision/<cluster>/<service>/<any>. */
  | "service-revisions"
  | "services"
  | "table"
  /** ecs:ListTasks has no resource without an instance; a condition narrows it to the clusters. */
  | "task-lists"
  | "tasks"
  /** Hosted zones that headgate.yml publishes in. */
  | "zones";

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
  | "alarms"
  | "clusters"
  | "databases"
  | "dead-letter-queues"
  /** All that `scale` reads of a domain; the actions are the stack's own list. */
  | "domain"
  | "event-queues"
  /** Listeners of load balancers and their rules: listener/app/<any> and listener-rule/app/<any>. */
  | "listeners"
  | "load-balancers"
  | "none"
  /** Alarms whose names begin with the stack's prefix and "-svc-". */
  | "own-alarms"
  /** Deployments of the services: service-deployment/<cluster>/<service>/<any>. */
  | "service-deployments"
  /** Service revisions of the services: service-revision/<cluster>/<service>/<any>. */
  | "service-revisions"
  | "services"
  | "table"
  | "task-definitions"
  | "tasks"
  /** Hosted zones that headgate.yml publishes in. */
  | "zones";

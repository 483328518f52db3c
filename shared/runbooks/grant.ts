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
  | "load-balancers"
  | "none"
  /** Alarms whose names begin with the stack's prefix and "-svc-". */
  | "own-alarms"
  /** Service revisions of the services: service-revision/<cluster>/<service>/<any>. */
  | "service-revisions"
  | "services"
  | "table"
  | "task-definitions"
  | "tasks";

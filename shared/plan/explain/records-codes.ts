/** The codes of `records`, and of what the plan does because a service is published; part of `findingCodes`. */
export const recordsCodes = {
  "record-restored": {
    kind: "change",
    severity: "medium",
    means: "Somebody changed a record that Headgate owns. It was set back to what the running tasks say.",
    remedy: "To take a record over, delete its ownership TXT record at _headgate.*; Headgate then leaves it alone.",
  },
  "would-change-records": {
    kind: "change",
    severity: "low",
    means: "The destination is in the policy observe: what would be written now was only counted.",
    remedy: "Nothing to do. Set its policy to upsert-only or sync when the notices have shown what you expect.",
  },
  "listing-unknown": {
    kind: "hold",
    severity: "medium",
    means: "The service's tasks can't be read as a whole, so what is published of it stays as it is.",
    remedy: "Read the detail; where it is AccessDenied, give the records function's role the action that it names.",
  },
  "no-task-listed": {
    kind: "hold",
    severity: "high",
    means:
      "ECS lists no task of the service at all, neither running nor stopped. An empty answer removes nothing: what is published stays.",
    remedy:
      "If the service is gone for good, take it out of headgate.yml and delete its records; otherwise check its cluster and its name.",
  },
  "mass-removal-held": {
    kind: "hold",
    severity: "high",
    means:
      "More than half of what is published would be removed, and those tasks were not seen to stop. They stay until they are seen stopped.",
    remedy:
      "Check that the tasks are really gone, and that cluster and ecsService name the right service; then delete the stale records by hand. Tasks that turned unhealthy all at once come back by themselves when they recover.",
  },
  "destination-unknown": {
    kind: "hold",
    severity: "high",
    means: "What is published at the destination can't be read, so nothing is written there.",
    remedy: "Read the detail; where it is AccessDenied, give the records function's role the action that it names.",
  },
  "record-not-owned": {
    kind: "hold",
    severity: "medium",
    means:
      "There is a record of that name and type which Headgate does not own, so it is left alone. The detail says whose it is.",
    remedy:
      "Publish under another name, or take it over: delete the record in the hosted zone, and it is created again with its ownership record.",
  },
  "records-write-failed": {
    kind: "warning",
    severity: "high",
    means: "AWS refused a write to the destination, or did not answer. It is tried again from what is then there.",
    remedy: "Read the detail; where it is AccessDenied, give the records function's role the action that it names.",
  },
  "task-without-address": {
    kind: "warning",
    severity: "medium",
    means:
      "A running task has no address or port of the kind that the destination asks for, so it is not published there. The detail says which.",
    remedy:
      "For public addresses enable assignPublicIp (awsvpc) or a public address of the instance; for IPv6 a dual-stack subnet; for a port give containerPort, and map it in the task definition.",
  },
  "too-many-multivalue-sets": {
    kind: "warning",
    severity: "low",
    means:
      "Route 53 allows 100 multivalue records of one name and type. With more tasks they are published as one simple record with all addresses, without health checks.",
    remedy:
      "Nothing to do. Resolvers answer with all addresses instead of eight of them; split the service if that is too many.",
  },
  "too-many-values": {
    kind: "warning",
    severity: "medium",
    means: "Route 53 allows 400 values in one record. The tasks beyond them are not published.",
    remedy: "Use the kind multivalue or nginx, or split the service.",
  },
  "upsert-only-kept": {
    kind: "warning",
    severity: "low",
    means: "Records of tasks that are gone stay, because the destination's policy is upsert-only.",
    remedy: "Set the policy to sync, or delete them yourself.",
  },
  "routing-change-held": {
    kind: "hold",
    severity: "medium",
    means:
      "The kind of a record was changed in headgate.yml, and what is published with the old kind has to stay: the destination's policy is upsert-only, or another service at the name keeps its records.",
    remedy:
      "Set the policy to sync, or delete the old records in the hosted zone; they are created again as configured.",
  },
  "nginx-install-failed": {
    kind: "warning",
    severity: "high",
    means:
      "An nginx instance did not take the rendered file: the test of its configuration failed, or the command did not finish. It goes on with its previous file.",
    remedy: "Read the detail for nginx's own words; `nginx -t` on the instance says the same.",
  },
  "nginx-nobody-listens": {
    kind: "warning",
    severity: "high",
    means: "No instance answers to the fleet's tag, so the rendered file was installed nowhere.",
    remedy:
      "Give the instances the tag, and check that they are managed by Systems Manager: the agent runs and the instance role has AmazonSSMManagedInstanceCore.",
  },
  "nginx-results-unknown": {
    kind: "warning",
    severity: "medium",
    means:
      "What became of the installs on the nginx instances can't be read. New renders are still sent; one that an instance refuses is not seen, and tasks that are to stop wait.",
    remedy: "Read the detail; where it is AccessDenied, give the records function's role the action that it names.",
  },
  withdrawing: {
    kind: "hold",
    severity: "low",
    means:
      "The service shrinks victim first: the tasks that will stop are taken out of DNS and nginx, and stop when nobody can still be holding their address.",
    remedy: "Nothing to do. A shorter ttlSeconds makes it faster.",
  },
  "withdrawal-stuck": {
    kind: "hold",
    severity: "medium",
    means:
      "The tasks that are to stop could not be taken out of DNS or nginx, or the others could not be protected, for 15 minutes. The count stays.",
    remedy:
      "Look at the notices of the destination that the detail names, and at the permissions ecs:UpdateTaskProtection and ecs:GetTaskProtection.",
  },
  "gate-offered": {
    kind: "warning",
    severity: "high",
    means:
      "A budget binds and more requests arrive than the tasks that may exist carry. Scaling is over; retries of what times out make it worse.",
    remedy:
      "Shed what is above the admitted rate: switch on the gate of the service's nginx upstream, or set an API Gateway stage throttle to the rate in the notice.",
  },
  "gate-closed": {
    kind: "cap",
    severity: "high",
    means:
      "A budget binds, and nginx answers what is above the admitted rate with 503 and Retry-After, as headgate.yml says.",
    remedy: "Take one of the unlock options of the cap's own notice. The gate opens by itself when the cap is gone.",
  },
} as const;

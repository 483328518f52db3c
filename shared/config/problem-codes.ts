/**
 * Every code that a configuration can be refused or warned with. Codes are stable: they may be searched for and linked
 * to. Each problem brings a fix with the file's own names and numbers; `remedy` is what holds for all of its kind.
 *
 * `severity` says what becomes of the file: an `error` refuses it, a `warning` leaves it valid.
 */
export const problemCodes = {
  "empty-file": {
    severity: "error",
    means: "The file has no content.",
    remedy: "Begin with the keys version, name and services, or copy the sample from the repository's root.",
  },
  "not-a-map": {
    severity: "error",
    means: "The file is a list or a single value where keys are expected.",
    remedy: "Begin with version: 1 in the first column, without a leading hyphen.",
  },
  "too-large": {
    severity: "error",
    means: "The file is longer, deeper or has more entries than a configuration can need.",
    remedy: "Check that it is the right file, and the indentation at the place that is named.",
  },
  "yaml-syntax": {
    severity: "error",
    means: "The file is not valid YAML.",
    remedy:
      "Look at the line that is named and the one before it: an open bracket or quote, uneven indentation, or text with special characters that belongs in quotes.",
  },
  "yaml-tab": {
    severity: "error",
    means: "A tab is used for indentation; YAML allows spaces only.",
    remedy: "Replace each tab by two spaces per level.",
  },
  "yaml-alias": {
    severity: "error",
    means: "An alias (*name) has no anchor, contains itself, or is used too often.",
    remedy: "Write the value out, or move what services have in common to the defaults block.",
  },
  "duplicate-key": {
    severity: "error",
    means: "A key stands twice in the same map; one of the two would be lost silently.",
    remedy: "Keep one of the two.",
  },
  "wrong-version": {
    severity: "error",
    means: "The version of the file's form is not 1.",
    remedy: "Write version: 1.",
  },
  "unknown-key": {
    severity: "error",
    means: "The key is not part of the form at this place.",
    remedy: "Correct its spelling or its indentation. docs/configuration.md lists every key with its path.",
  },
  "missing-key": {
    severity: "error",
    means: "A required key is not there.",
    remedy: "Add it. A service's cluster may also stand in the defaults block.",
  },
  "wrong-type": {
    severity: "error",
    means: "The value is of another type than the key needs.",
    remedy: "Numbers are written without quotes; text that looks like a number or like true needs them.",
  },
  "not-one-of": {
    severity: "error",
    means: "The value is not one of the allowed words.",
    remedy: "Write one of the words that the problem lists.",
  },
  "out-of-bounds": {
    severity: "error",
    means: "The value is too small, too large, or not a step of the allowed size.",
    remedy: "Write a value within the bounds that the problem names.",
  },
  "illegal-name": {
    severity: "error",
    means: "The name has characters, or a length, that AWS, DNS or nginx would refuse.",
    remedy: "Write the plain name and not the ARN, within the rule that the problem names.",
  },
  "no-services": {
    severity: "error",
    means: "There is nothing to scale.",
    remedy: "Add at least one service under services.",
  },
  "pool-zero": {
    severity: "error",
    means: "A pool without connections can't serve a request.",
    remedy: "Write the pool's real size, or remove the pool where the service doesn't use the database.",
  },
  "pool-contradiction": {
    severity: "error",
    means: "The keys of a pool contradict each other.",
    remedy: "A fixed pool always holds its size; one that idles lower is kind: elastic, with a minimum up to its size.",
  },
  "unknown-database": {
    severity: "error",
    means: "A service names a database or proxy that is under neither databases nor proxies, or a proxy a database.",
    remedy: "Correct the name, or add the database or proxy.",
  },
  "place-contradiction": {
    severity: "error",
    means: "A database's place is said twice, or has keys of another kind of place.",
    remedy: "A database is one instance, or the writer or the readers of a cluster. failover is about readers.",
  },
  "connector-contradiction": {
    severity: "error",
    means: "A connector has two figures.",
    remedy: "Write connections, or reservedConcurrency with connectionsPerExecution.",
  },
  "share-without-unmanaged": {
    severity: "error",
    means:
      "A shared database has no figure of unmanaged sessions. Measured, the other installation's sessions would be among them, and be taken off twice.",
    remedy: "Add unmanagedConnections with the sessions that belong to none of the installations.",
  },
  "name-taken": {
    severity: "error",
    means: "A database and a proxy have the same name, so a pool to it could be either.",
    remedy: "Give the proxy another name.",
  },
  "same-proxy": {
    severity: "error",
    means: "Two proxies are the same RDS proxy; what it may open would be given away twice.",
    remedy: "Keep one entry and name it in the pools of every service that used either.",
  },
  "unknown-service": {
    severity: "error",
    means: "A service calls one that is not under services.",
    remedy: "Correct the name, or add the service.",
  },
  "calls-itself": {
    severity: "error",
    means: "A service lists itself among its calls.",
    remedy: "Remove the line: what a service sends to itself is part of its own load.",
  },
  "calls-without-end": {
    severity: "warning",
    means:
      "Services call each other in a circle whose figures would let one request grow without end, so the calls inside of it have no effect.",
    remedy:
      "Write what is sent on average per request served; around the circle the figures must multiply to less than 1.",
  },
  "share-not-identifiable": {
    severity: "warning",
    means:
      "Several callers of one service have a share that is to be learned. Any division of its requests explains them, so none is learned.",
    remedy: "Write the figure for all of them but one.",
  },
  "same-ecs-service": {
    severity: "error",
    means: "Two services are the same ECS service; each would undo the other's count.",
    remedy: "Give one of them its own ecsService or cluster, or remove it.",
  },
  "same-instance": {
    severity: "error",
    means: "Two databases are the same RDS instance; its connections would be spent twice.",
    remedy:
      "Keep one entry and name it in the pools of every service that used either. A task with a pool to each of two logical databases lists both pools under it.",
  },
  "min-above-max": {
    severity: "error",
    means: "tasks.min is larger than tasks.max.",
    remedy: "Lower the one or raise the other.",
  },
  "rollout-never-ends": {
    severity: "error",
    means: "With these percentages a deployment may neither start nor stop a task at some count.",
    remedy: "Raise deployment.maximumPercent or lower deployment.minimumHealthyPercent to the figure that is named.",
  },
  "budget-empty": {
    severity: "error",
    means: "Nothing of the database's limit is left for services.",
    remedy:
      "Raise maxConnections to what the instance really has, or lower what is taken off: reserved, margin, connectors, unmanaged sessions, and the replacement of a task with a large pool.",
  },
  "min-above-budget": {
    severity: "error",
    means: "The services' minimums need more connections than the budget can ever hold.",
    remedy: "Lower tasks.min, make a pool smaller, or raise maxConnections to what the instance really has.",
  },
  "instances-without-ec2": {
    severity: "error",
    means: "A service has keys of container instances, and its tasks run on Fargate, which has none.",
    remedy: "Add capacity.launchType: ec2, or remove the keys.",
  },
  "signal-source": {
    severity: "error",
    means: "A signal is read from nowhere, or from two places at once.",
    remedy:
      "Requests, rate and latency are read from a load balancer with its target group, or from one metric; a backlog from one queue, topic or metric.",
  },
  "schedule-window": {
    severity: "error",
    means: "A schedule doesn't say when it begins and ends, or says it twice, or ends before it begins.",
    remedy: "Give cron and durationMinutes for a window that repeats, or from and until for one that comes once.",
  },
  "cron-unreadable": {
    severity: "error",
    means: "A schedule's cron can't be read, or names a time that never comes.",
    remedy:
      "Write five fields: minute, hour, day of month, month, day of week. `0 8 * * 1-5` is 08:00 on working days.",
  },
  "time-zone-unknown": {
    severity: "error",
    means: "A time zone is not known.",
    remedy: "Write an IANA name such as Europe/Berlin or America/New_York, or leave it out for UTC.",
  },
  "time-of-day": {
    severity: "error",
    means: "A time of day can't be read.",
    remedy: 'Write hours and minutes with two digits each, in quotes, such as "07:30" or "22:00".',
  },
  "quiet-hours-empty": {
    severity: "error",
    means: "Quiet hours end when they begin.",
    remedy: "Write another end. Hours that go past midnight end on the next day; a whole quiet day is not possible.",
  },
  "schedule-bounds": {
    severity: "error",
    means: "A schedule's min and max contradict each other or the service's own bounds.",
    remedy:
      "min is at most tasks.max; max is at least min and at least tasks.min, or 0 to park the service. For fewer tasks at night lower tasks.min and raise it by day.",
  },
  "duplicate-signal": {
    severity: "error",
    means: "Two signals of one service have the same name.",
    remedy: "Rename one of them; cpu, memory, requests, rate and latency are also names.",
  },
  "signal-always-stale": {
    severity: "error",
    means: "Datapoints are already stale when they are complete.",
    remedy: "Leave staleAfterSeconds out, or set it to about three periods.",
  },
  "scale-without-signal": {
    severity: "error",
    means: "Mode is scale, and nothing asks for tasks.",
    remedy: "Add a signal, or set mode: observe.",
  },
  "unknown-zone": {
    severity: "error",
    means:
      "A record is in no hosted zone of the file: the zone that it names is not there, or no domain fits its name.",
    remedy: "Correct the name, or add the hosted zone under zones.",
  },
  "zone-ambiguous": {
    severity: "error",
    means:
      "A record says no zone, and its name fits several zones equally well: a private and a public one of one domain.",
    remedy: "Write zone in the record, or a list with a record for each zone.",
  },
  "outside-zone": {
    severity: "error",
    means: "A record's name is not in its zone: it neither is the zone's domain nor ends with a dot and it.",
    remedy: "Correct the name or the zone. Names are written in full.",
  },
  "same-zone": {
    severity: "error",
    means: "Two zones are the same hosted zone; each would take the other's records for somebody's.",
    remedy: "Keep one entry and name it in the records of either.",
  },
  "name-reserved": {
    severity: "error",
    means: "A record's name begins with _headgate, where the records are that say what Headgate owns.",
    remedy: "Choose another name.",
  },
  "record-contradiction": {
    severity: "error",
    means: "The keys of a record contradict each other, its kind or its name.",
    remedy:
      "weight and setIdentifier belong to kind weighted; containerPort to srv and to health checks; a name like _http._tcp.order.shop.internal to srv; regionalName to latency or geolocation, of which there is one.",
  },
  "health-check-impossible": {
    severity: "error",
    means: "Route 53 can't check the health of these tasks, or not in this way.",
    remedy:
      "Health checks are for the public addresses of multivalue records. HTTP and HTTPS have a path, TCP has none.",
  },
  "same-record": {
    severity: "error",
    means: "Two records of the file take the same place in a zone, so each would replace the other.",
    remedy:
      "Give one of them another name, or make both weighted with their own setIdentifier. Regions have their own setIdentifier and their own region or place.",
  },
  "routing-mixed": {
    severity: "error",
    means: "Records of one name and type are answered in different ways, which Route 53 refuses.",
    remedy: "Give all records of the name one kind, or another name to one of them.",
  },
  "policy-contradiction": {
    severity: "error",
    means: "Two services are registered with one Cloud Map service under different policies.",
    remedy: "Write the same policy in both.",
  },
  "unknown-fleet": {
    severity: "error",
    means: "A service has an upstream in a fleet that is not under the top-level key nginx.",
    remedy: "Correct the name, or add the fleet at the top of the file.",
  },
  "tag-not-one": {
    severity: "error",
    means: "The instances of an nginx fleet are found by exactly one tag.",
    remedy: "Write one key with its value. Give the instances a tag of their own where none tells them apart.",
  },
  "same-nginx-file": {
    severity: "error",
    means: "Two fleets are the same file on the same instances; each would undo the other.",
    remedy: "Keep one of them, or give one another file.",
  },
  "same-upstream": {
    severity: "error",
    means:
      "Two upstreams of a fleet have the same name, with which nginx does not start. Capitals don't tell names apart.",
    remedy: "Give one of them another name with the key upstream.",
  },
  "match-unreadable": {
    severity: "error",
    means:
      "A gate's match is no host and path prefix, or has characters that nginx would take for more than themselves.",
    remedy: "Write shop.example/api/orders, or /api/orders for any host.",
  },
  "same-match": {
    severity: "error",
    means: "Two gates of a fleet match the same requests.",
    remedy: "Keep the match in one of them. A request that fits two gates by different prefixes is counted by both.",
  },
  "ttl-above-drain": {
    severity: "warning",
    means: "Tasks stop before their record has expired from caches, so clients may still try an address that is gone.",
    remedy:
      "Lower ttlSeconds, or raise stopTimeout in the task definition and drain.stopTimeoutSeconds with it, until the drain time is ttlSeconds and a minute.",
  },
  "zone-unused": {
    severity: "warning",
    means: "No service has a record in the zone.",
    remedy: "Add records to the services that should be found there, or remove the zone.",
  },
  "fleet-unused": {
    severity: "warning",
    means: "No service has an upstream in the nginx fleet.",
    remedy: "Add nginx to the services behind it, or remove the fleet.",
  },
  "gate-shared": {
    severity: "warning",
    means: "A service has several gates, and each lets the service's whole admitted rate through.",
    remedy: "Keep one gate, where most of the service's requests come in.",
  },
  "forecast-blind": {
    severity: "error",
    means:
      "The service has a forecast, and no signal tells its request rate, or none tells what one of its tasks carries.",
    remedy: "Add a requests signal, or a rate signal beside cpu. Or set forecast: false for the service.",
  },
  "no-signal": {
    severity: "warning",
    means: "Nothing asks for tasks, so the service is only counted.",
    remedy: "Nothing to do where only its connections matter. Otherwise add a signal.",
  },
  "alarm-alone": {
    severity: "warning",
    means:
      "Alarms are the only signals. An alarm that is OK has no opinion, so the service grows step by step and never scales in.",
    remedy: "Add a signal that follows the load, such as cpu, or lower the count by hand after each incident.",
  },
  "memory-alone": {
    severity: "warning",
    means: "Memory is the only signal, and it never asks alone, so the service never grows.",
    remedy: "Add a signal that follows the load, such as cpu.",
  },
  "limit-unknown": {
    severity: "warning",
    means:
      "maxConnections is not given, so nothing is scaled out on this database until the function limits has found it.",
    remedy:
      "Nothing to do where the function limits may read the database. Otherwise add maxConnections with what the instance answers to SHOW max_connections.",
  },
  "proxy-unused": {
    severity: "warning",
    means: "No service has a pool to the proxy. It is counted at its database with the most that it has open.",
    remedy: "Name it under the pools of the services that connect through it, or remove it.",
  },
  "database-unused": {
    severity: "warning",
    means: "No service has a pool to the database.",
    remedy: "Name it under the pools of the services that use it, or remove it.",
  },
} as const satisfies Readonly<Record<string, { severity: "error" | "warning"; means: string; remedy: string }>>;

export type ProblemCode = keyof typeof problemCodes;

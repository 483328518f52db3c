import type { ContractService } from "../../tests/contract/contract-case.ts";
import type { EmulatorName } from "../route-request.ts";

/** A case that an emulator is known not to pass; AWS's documentation is on the case's side. */
export type ContractException = {
  readonly service: ContractService;
  readonly name: string;
  /** Who deviates from what AWS documents. */
  readonly deviates: EmulatorName;
  /** What it does instead. */
  readonly because: string;
};

type Deviations = readonly [ContractService, EmulatorName, Readonly<Record<string, string>>];

/** What an emulator does instead, by the name of the case. */
const deviations: readonly Deviations[] = [
  [
    "application-autoscaling",
    "moto",
    {
      "A new target needs both its bounds": "it registers a target without one of them",
      "A minimum above the maximum is refused, and the target stays as it was": "it compares the bounds with nothing",
      "A negative bound is refused": "it takes any number",
      "Registering a service above the new maximum brings its desired count down to it":
        "it stores the target, and leaves the service alone",
      "Targets come page after page, each once": "the token of each page leads to the second one again",
    },
  ],
  [
    "cloudwatch",
    "ministack",
    {
      "An id of a query may be there once in a call": "it answers both",
      "A call takes 500 queries at most": "it counts no queries",
      "A window that ends before it begins is refused": "it answers an empty series",
      "More datapoints than MaxDatapoints come on the next pages": "it answers all datapoints on one page",
      "An alarm that is not there is told by name when it is deleted": "it answers as if it had deleted one",
    },
  ],
  [
    "dynamodb",
    "ministack",
    {
      "BatchGetItem answers 16 MB at most and gives the other keys back as a next request":
        "it answers whatever is asked for, and never has unprocessed keys",
    },
  ],
  [
    "ec2",
    "moto",
    {
      "Interfaces that are found by a filter come page after page, each once":
        "it answers all interfaces on one page, whatever MaxResults says",
    },
  ],
  [
    "ecs",
    "moto",
    {
      "DescribeServices takes ten services at most": "it takes as many as it is given",
      "ListTasks of a service that is not there is refused by name": "it lists tasks whatever service is named",
      "A negative desired count is refused": "it stores any number",
      "ListServices pages by ten unless it is told otherwise, and every service is on one page":
        "it answers all services on one page",
      "ListClusters pages, and every cluster is on one page": "it answers all clusters on one page",
      "ListTasks gives a service's tasks by a hundred, and every task is on one page":
        "it answers all tasks on one page",
      "DescribeTasks takes a hundred tasks at most": "it takes as many as it is given",
      "DescribeTasks names the tasks that are not there as MISSING, and answers the others": "it never has failures",
      "Stopping a task that is not there is refused": "it breaks, and answers 500",
      "Container instances that are not there are named as MISSING":
        "it breaks in a cluster without container instances, and answers 500",
      "A service lists its deployments, and the revision of each tells its task definition":
        "it has neither service deployments nor revisions",
      "Protection of a task is told with its end, and goes when it is taken away": "it has no task protection",
      "Protection takes ten tasks at most in a call, and names a task that is not there as MISSING":
        "it has no task protection",
      "A service deployment that is over cannot be stopped": "it has no service deployments",
      "A service deployment that is not there cannot be stopped, and is told by name": "it has no service deployments",
    },
  ],
  ["elasticloadbalancing", "moto", { "A weight is 999 at most": "it stores any number" }],
  [
    "rds",
    "moto",
    {
      "A parameter that somebody has set is told as the user's": "it tells no source of a parameter",
      "An instance that was made has no second one of its name": "it replaces the first by the second",
      "A proxy that is not there is told by name when its targets are asked for": "it breaks, and answers 500",
    },
  ],
  [
    "route53",
    "ministack",
    {
      "A refusal of a change batch says what is wrong with each change": "it stops at the first change",
      "One batch deletes a simple record set and puts a multivalue one in its place":
        "it lets both stand beside each other, so that the second cannot be made once more",
      "A weight is 255 at most": "it stores any number",
      "What is no address cannot be the value of an A record": "it looks at no value",
      "A name outside of the zone cannot be put in it": "it compares no name with the zone's",
      "A batch has at most 1,000 values, and an UPSERT counts twice": "it counts no values",
      "An empty batch is refused": "it takes it, and changes nothing",
      "A record set with a routing policy and no identifier is refused as invalid input": "it takes it",
      "Names are listed by their labels from the right, each with the dot behind it":
        "it compares label with label, so that a dot comes before a hyphen",
      "Names come back in lower case, with a dot at the end and a wildcard escaped": "it keeps them as they were given",
      "A caller reference is refused for a health check with other settings, also when the first is gone":
        "it answers the first health check, whatever its settings",
      "A health check of a private address is refused": "it takes any address",
      "A record set cannot be made with a health check that is not there": "it looks for no health check",
    },
  ],
  [
    "servicediscovery",
    "ministack",
    {
      "A second operation on an instance while one is on its way is refused as a duplicate":
        "its operations are done at once",
      "An instance that is not there is told by name when it is deregistered": "it answers as if it had been there",
      "Instances come page after page, each once": "it answers all instances on one page",
    },
  ],
  [
    "sns",
    "ministack",
    {
      "A text by protocol needs a default one": "it publishes without one",
      "A subject has at most 100 characters and no line break": "it looks at no subject",
    },
  ],
  [
    "sqs",
    "ministack",
    {
      "A delay is at most 15 minutes": "it does not look at the length of a delay",
      "An entry that is refused is told by its id, and the others of the batch are sent":
        "it does not look at the length of a delay, so nothing is refused",
      "The visibility of a message that is not in flight cannot be changed":
        "it takes the change of a message that waits",
      "The visibility of a message that was deleted meanwhile cannot be changed": "it calls the receipt handle invalid",
      "A dead-letter queue names the queues whose messages come there": "it has no ListDeadLetterSourceQueues",
      "A move takes the messages of a dead-letter queue to the queue that it names, and says when it is done":
        "it has no message move tasks",
      "A move out of a queue that is not there, or one that nobody started, is not found":
        "it has no message move tasks",
    },
  ],
  [
    "ssm",
    "moto",
    {
      "A document that is not there is told by name": "it sends a command of any document",
      "A command by a tag that no instance has is taken, and reaches none":
        "it has no ListCommandInvocations, and answers 500",
      "Commands of a document come page after page, each once, with their comments":
        "it lists all commands on one page, whatever the filter",
    },
  ],
];

/** Closed: one that passes after all is a failure too, and goes from here. */
export const contractExceptions: readonly ContractException[] = deviations.flatMap(([service, deviates, cases]) =>
  Object.entries(cases).map(([name, because]) => ({ service, name, deviates, because })),
);

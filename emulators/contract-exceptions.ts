import type { ContractService } from "../tests/contract/contract-case.ts";
import type { EmulatorName } from "./route-request.ts";

/** A case that an emulator is known not to pass; AWS's documentation is on the case's side. */
export type ContractException = {
  readonly service: ContractService;
  readonly name: string;
  /** Who deviates from what AWS documents. */
  readonly deviates: EmulatorName;
  /** What it does instead. */
  readonly because: string;
};

/** Closed: one that passes after all is a failure too, and goes from here. */
export const contractExceptions: readonly ContractException[] = [
  {
    service: "dynamodb",
    name: "BatchGetItem answers 16 MB at most and gives the other keys back as a next request",
    deviates: "ministack",
    because: "it answers whatever is asked for, and never has unprocessed keys",
  },
  {
    service: "sqs",
    name: "A delay is at most 15 minutes",
    deviates: "ministack",
    because: "it does not look at the length of a delay",
  },
  {
    service: "sqs",
    name: "An entry that is refused is told by its id, and the others of the batch are sent",
    deviates: "ministack",
    because: "it does not look at the length of a delay, so nothing is refused",
  },
  {
    service: "sqs",
    name: "The visibility of a message that is not in flight cannot be changed",
    deviates: "ministack",
    because: "it takes the change of a message that waits, and changes nothing",
  },
  {
    service: "sqs",
    name: "A dead-letter queue names the queues whose messages come there",
    deviates: "ministack",
    because: "it has no ListDeadLetterSourceQueues",
  },
  {
    service: "sqs",
    name: "A move takes the messages of a dead-letter queue to the queue that it names, and says when it is done",
    deviates: "ministack",
    because: "it has no message move tasks",
  },
  {
    service: "sqs",
    name: "A move out of a queue that is not there, or one that nobody started, is not found",
    deviates: "ministack",
    because: "it has no message move tasks",
  },
];

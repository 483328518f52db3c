import { AwsError } from "../../simulator/cloud/aws-error.ts";
import type { EmbeddedCloud } from "../../simulator/cloud/embedded-cloud.ts";
import type { Handler } from "../../simulator/cloud/event-source.ts";

/** Of the sends into FIFO queues, every so manieth is refused. */
const refusedEvery = 15;
/** Of the batches that are sent, every so manieth is sent again, as the SDK does where no answer came. */
const sentAgainEvery = 11;
/** Of the invocations, every so manieth ends with its process: by turns before and after its work. */
const diesEvery = 40;

/** What SQS and Lambda do to messages on a bad day, at fixed intervals. */
export class BurstTrouble {
  /** Whether there is trouble now. */
  isOn = false;
  #sends = 0;
  #batches = 0;
  #invocations = 0;

  constructor(cloud: EmbeddedCloud) {
    const { scaling, records } = cloud.queues;
    for (const queue of [scaling, records]) {
      const send = queue.send.bind(queue);
      queue.send = (input, nowMs) => {
        if (this.isOn && ++this.#sends % refusedEvery === 0)
          throw new AwsError("InternalFailure", "The request processing has failed", 500);
        return send(input, nowMs);
      };
    }
    const handle = cloud.handle.bind(cloud);
    cloud.handle = async (service, operation, input) => {
      const answer = await handle(service, operation, input);
      const isSentAgain = this.isOn && operation === "SendMessageBatch" && ++this.#batches % sentAgainEvery === 0;
      return isSentAgain ? handle(service, operation, input) : answer;
    };
  }

  around(handler: Handler): Handler {
    return async (event) => {
      if (!this.isOn || ++this.#invocations % diesEvery !== 0) return handler(event);
      if ((this.#invocations / diesEvery) % 2 === 0) await handler(event);
      throw new Error("Runtime exited without providing a reason");
    };
  }
}

import type { RefusalTable } from "../refusal.ts";

export const redriveRefusals = {
  "unreadable-letters": {
    means: "Among the messages are some that could not be read. Moved back they would only come here again.",
    remedy:
      "Look at their reasons in the message. Once whoever sends them is mended, or to move the others among them, use all: true.",
  },
  "letters-not-seen": {
    means: "The queue has more messages than this look has seen, and some of them may be unreadable.",
    remedy: "Move them all with all: true, or look again after a minute if the queue has just been moved.",
    mayPass: true,
  },
  "move-under-way": {
    means: "SQS is moving messages out of this queue already; it does one move of a queue at a time.",
    remedy: "Wait for it, or cancel it in the SQS console.",
  },
  "not-its-source": {
    means: "The dead-letter queue belongs to no queue, or to several, or its policy doesn't let the messages back.",
    remedy: "Deploy the stack again: it gives each queue one dead-letter queue that admits exactly this queue.",
  },
  "move-failed": {
    means: "SQS has ended the move before all messages were moved. What was moved stays moved, nothing is lost.",
    remedy: "See SQS's reason in the message and run redrive again.",
  },
} as const satisfies RefusalTable;

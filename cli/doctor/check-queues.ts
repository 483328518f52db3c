import { describeAge, type Finding, failed, judge, ok, warning } from "./finding.ts";
import type { QueueReading, StackReadings } from "./stack-readings.ts";

/** As the stack's own alarm: a delayed wake-up of ours is up to 300 s old by design. */
const oldSeconds = 600;

export const checkQueues = ({ queues }: StackReadings): readonly Finding[] => queues.flatMap(checkQueue);

const checkQueue = (queue: QueueReading): readonly Finding[] => {
  const what = `queue ${queue.name}`;
  const missing = (): Finding => failed(what, "is not there", "deploy it again");
  return judge(what, queue.depth, missing, ({ visible, inFlight, delayed }) =>
    queue.isDeadLetter ? checkDeadLetters(what, queue, visible) : checkAge(what, queue, { visible, inFlight, delayed }),
  );
};

const checkDeadLetters = (what: string, { firstMessage }: QueueReading, visible: number): readonly Finding[] => {
  if (visible === 0) return [ok(what, "is empty")];
  const count = `${visible} dead ${visible === 1 ? "letter" : "letters"}`;
  const fix = "mend the cause, then move them back: SQS, start DLQ redrive";
  if (firstMessage.kind === "denied")
    return [failed(what, `${count}; why is not seen: you may not ${firstMessage.action}`, fix)];
  const first = firstMessage.kind === "got" ? firstMessage.value : null;
  if (first === null) return [failed(what, count, fix)];
  return [
    failed(what, `${count}, the first because: ${first.reason ?? "its function failed each time; see its log"}`, fix),
  ];
};

type Depth = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

const checkAge = (what: string, { oldestAgeSeconds }: QueueReading, depth: Depth): readonly Finding[] => {
  const counts = `${depth.visible} visible, ${depth.inFlight} in flight, ${depth.delayed} delayed`;
  return judge(
    `${what}, age`,
    oldestAgeSeconds,
    () => ok(what, counts),
    (seconds) => {
      if (seconds === null) return [ok(what, counts)];
      const says = `${counts}, the oldest ${describeAge(seconds * 1000)} old`;
      return seconds > oldSeconds
        ? [warning(what, says, "look for errors and throttles of the function that takes from it")]
        : [ok(what, says)];
    },
  );
};

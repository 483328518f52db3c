import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { CloudTest } from "./cloud-test.ts";
import { stackName } from "./serverless-command.ts";

/** A domain's or a destination's wake-up, as the router's log has it. */
type WakeUp = { readonly domain?: string; readonly destination?: string; readonly causes: readonly string[] };

/** A line that the router writes for a batch. */
type Routed = {
  readonly message: string;
  readonly wakeUps?: readonly WakeUp[];
  readonly recordsWakeUps?: readonly WakeUp[];
};

/**
 * Waits until the router has woken a domain or a destination for a cause, perhaps beside others of the same batch.
 *
 * Counts alone would not tell: what an event should have caused, the next look would as well.
 *
 * @param group the domain, or the destination
 * @param sinceMs what was logged before does not count
 */
export const requireRouted = async (
  { clients, wait }: Pick<CloudTest, "clients" | "wait">,
  group: string,
  cause: "alarm" | "task-state" | "tick",
  sinceMs: number,
): Promise<void> => {
  await wait(
    `a wake-up of ${group} by ${cause}`,
    async () => {
      const { events = [] } = await clients.logs.send(
        new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${stackName}-router`, startTime: sinceMs }),
      );
      return events.flatMap(({ message = "" }) => wakeUpsIn(message));
    },
    (wakeUps) =>
      wakeUps.some(({ domain, destination, causes }) => (domain ?? destination) === group && causes.includes(cause)),
  );
};

const wakeUpsIn = (text: string): readonly WakeUp[] =>
  text.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    const { message, wakeUps = [], recordsWakeUps = [] } = JSON.parse(line) as Routed;
    return message === "routed" ? [...wakeUps, ...recordsWakeUps] : [];
  });

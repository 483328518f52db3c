import type { Fault } from "../../simulator/faults/fault.ts";
import type { CallPosition } from "../../simulator/faults/faulty-calls.ts";
import type { DeliveryPosition } from "../../simulator/faults/faulty-deliveries.ts";

/** One fault at one place of a run. */
export type FaultCase = {
  readonly fault: Fault;
  /** As in `throttled: scale ecs UpdateService, call 12`. */
  readonly name: string;
};

/** Every fault that is possible at every call and delivery, in the order of the run. */
export const faultCases = (
  calls: readonly CallPosition[],
  deliveries: readonly DeliveryPosition[],
): readonly FaultCase[] => [
  ...calls.flatMap(({ nth, function: name, name: call, possible }) =>
    possible.map((kind) => ({ fault: { kind, atCall: nth }, name: `${kind}: ${name} ${call}, call ${nth}` })),
  ),
  ...deliveries.flatMap(({ nth, function: name, possible }) =>
    possible.map((kind) => ({
      fault: { kind, atDelivery: nth },
      name: `${kind}: a batch for ${name}, delivery ${nth}`,
    })),
  ),
];

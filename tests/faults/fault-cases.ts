import type { CallFault, DeliveryFault, Fault } from "../../simulator/faults/fault.ts";
import type { CallPosition } from "../../simulator/faults/faulty-calls.ts";
import type { DeliveryPosition } from "../../simulator/faults/faulty-deliveries.ts";

/** One fault at one place of a run. */
export type FaultCase = {
  readonly fault: Fault;
  /** The function that it meets, as in serverless.yml. */
  readonly function: string;
  /** As in `ecs UpdateService`; "a batch" for a delivery. */
  readonly where: string;
  /** As in `throttled: scale ecs UpdateService, call 12`. */
  readonly name: string;
};

/** Every fault that is possible at every call and delivery, in the order of the run. */
export const faultCases = (
  calls: readonly CallPosition[],
  deliveries: readonly DeliveryPosition[],
): readonly FaultCase[] => [
  ...calls.flatMap(({ nth, function: of, name: where, possible }) =>
    possible.map((kind: CallFault) => ({
      fault: { kind, atCall: nth },
      function: of,
      where,
      name: `${kind}: ${of} ${where}, call ${nth}`,
    })),
  ),
  ...deliveries.flatMap(({ nth, function: of, possible }) =>
    possible.map((kind: DeliveryFault) => ({
      fault: { kind, atDelivery: nth },
      function: of,
      where: "a batch",
      name: `${kind}: a batch for ${of}, delivery ${nth}`,
    })),
  ),
];

import { fitWithError, type PlacedObservation } from "./fit-with-error.ts";
import type { History } from "./history.ts";
import { median, quantile } from "./quantile.ts";

/** How the connections of a service move while all task counts stay the same. */
export type LoadResponse =
  /** Connections per request a second, all tasks together. */
  | { readonly kind: "follows"; readonly connectionsPerRate: number }
  | { readonly kind: "steady" }
  /** The load did not move at steady counts, or moved with another service's. */
  | { readonly kind: "unknown" };

/** Slots with the same counts that are compared among each other. */
const leastPerGroup = 10;
const leastReadings = 40;
/** The load's spread at steady counts, against its middle. */
const leastSpreadRatio = 0.1;
/** A response below so many connections, or below this part of all, is not one. */
const leastResponse = 2;
const leastResponseRatio = 0.03;
const significance = 3;

/**
 * Whether connections follow the load at constant task counts: within groups of slots with the same counts, the departure
 * of the connections from the group's mean is explained by that of each service's requests.
 *
 * @param services all that hold connections to the database
 * @param slots steady ones with everything known
 */
export function loadResponses(
  history: History,
  services: readonly string[],
  connections: readonly (number | null)[],
  slots: readonly number[],
): ReadonlyMap<string, LoadResponse> {
  const unknown = new Map<string, LoadResponse>(services.map((service) => [service, { kind: "unknown" }]));
  const recorded = services.map((name) => history.services.find(({ service }) => service === name)!);
  const groups = Map.groupBy(slots, (slot) => recorded.map((one) => Math.round(one.runningTasks[slot] ?? 0)).join());
  const observations: PlacedObservation[] = [];
  const rateOf = (index: number, slot: number): number => (recorded[index]!.requests[slot] ?? 0) / history.slotSeconds;
  for (const group of groups.values()) {
    if (group.length < leastPerGroup) continue;
    const means = recorded.map((_, index) => mean(group.map((slot) => rateOf(index, slot))));
    const meanConnections = mean(group.map((slot) => connections[slot] ?? 0));
    for (const slot of group) {
      const x = recorded.map((_, index) => rateOf(index, slot) - means[index]!);
      observations.push({ slot, x, y: (connections[slot] ?? 0) - meanConnections });
    }
  }
  if (observations.length < leastReadings) return unknown;
  const fit = fitWithError(observations, services.length, history.slots);
  if (fit === null) return unknown;
  const level = median(slots.map((slot) => connections[slot] ?? 0)) ?? 0;
  return new Map(
    services.map((service, index): [string, LoadResponse] => {
      const departures = observations.map(({ x }) => x[index]!);
      const spread = (quantile(departures, 0.95) ?? 0) - (quantile(departures, 0.05) ?? 0);
      const middle = median(slots.map((slot) => rateOf(index, slot))) ?? 0;
      const perRate = fit.coefficients[index]!;
      const error = fit.plusMinus[index]!;
      const moves = perRate * spread;
      // Two standard errors are in the plus-minus already.
      const isClear = perRate > 0 && perRate * 2 >= significance * error;
      if (isClear && moves >= leastResponse) return [service, { kind: "follows", connectionsPerRate: perRate }];
      const couldMove = (Math.abs(perRate) + error) * spread;
      const isSteady = couldMove < Math.max(leastResponse, leastResponseRatio * level);
      if (spread < leastSpreadRatio * middle || !isSteady) return [service, { kind: "unknown" }];
      return [service, { kind: "steady" }];
    }),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

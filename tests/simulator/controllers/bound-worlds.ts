import type { ServiceTerms } from "../../../simulator/scenario/scenario.ts";
import type { ServiceSpec, WorldSpec } from "../../../simulator/world/spec.ts";
import { legalPool, legalService, legalWorld } from "../world/small-world.ts";
import { legalTerms } from "./play-kind.ts";

export type BoundWorld = {
  readonly name: string;
  readonly spec: WorldSpec;
  readonly seconds: number;
  readonly terms: readonly ServiceTerms[];
};

/** Clients that retry, as in the incidents. */
const insistent = { timeoutSeconds: 10, retries: 2, retryProbability: 0.8, backOffSeconds: 2 };

const ramp = (baseRequestsPerSecond: number, riseAtSeconds: number, rampSeconds: number, amplitude: number) =>
  ({ kind: "ramp", baseRequestsPerSecond, riseAtSeconds, rampSeconds, amplitude }) as const;

/** A sum of two sines around a mean, one rate per second. */
const waves = (mean: number, amplitude: number, periodSeconds: number, shiftSeconds: number, seconds: number) => ({
  kind: "perSecond" as const,
  requestsPerSecond: Array.from({ length: seconds }, (_, second) => {
    const angle = (2 * Math.PI * (second - shiftSeconds)) / periodSeconds;
    return Math.max(0, mean * (1 + amplitude * Math.sin(angle)));
  }),
});

const wall = (connections: number) => [
  { name: "orders", maxConnections: connections + 13, reservedConnections: 8, baseConnections: 5, cores: 8 },
];

const callee = (changes: Partial<ServiceSpec>): ServiceSpec => {
  const { traffic: _users, ...service } = legalService(changes);
  return service;
};

const world = (
  name: string,
  seconds: number,
  services: readonly ServiceSpec[],
  databases = wall(50),
  terms: Partial<ServiceTerms> = {},
): BoundWorld => {
  const spec = legalWorld({}, { services, databases });
  return { name, spec, seconds, terms: legalTerms(spec, terms) };
};

/** Small worlds in which everybody plays against the bound: with the wall in the way, and without one. */
export const boundWorlds: readonly BoundWorld[] = [
  world("a steep rise, no database", 3_600, [legalService({ traffic: ramp(120, 900, 60, 3), client: insistent })]),
  world("waves, no database", 3_600, [legalService({ traffic: waves(200, 0.7, 1_800, 0, 3_600) })]),
  world("users come and go within seconds, no database", 4_500, [
    legalService({
      traffic: {
        kind: "perSecond",
        requestsPerSecond: Array.from({ length: 4_500 }, (_, s) => (s % 1_500 < 600 ? 40 : 260)),
      },
    }),
  ]),
  world(
    "a rise that fits under the wall",
    3_600,
    [legalService({ traffic: ramp(90, 900, 240, 2.4), pool: legalPool(), initialTasks: 3, client: insistent })],
    wall(50),
    { handSetCap: 5 },
  ),
  world(
    "a rise above the wall",
    3_600,
    [legalService({ traffic: ramp(100, 900, 300, 4), pool: legalPool(), initialTasks: 3, client: insistent })],
    wall(50),
    { handSetCap: 5 },
  ),
  world(
    "two services that peak in turn behind one wall",
    7_200,
    [
      legalService({ name: "a", traffic: waves(80, 0.9, 3_600, 0, 7_200), pool: legalPool(), initialTasks: 2 }),
      legalService({ name: "b", traffic: waves(80, 0.9, 3_600, 1_800, 7_200), pool: legalPool(), initialTasks: 2 }),
    ],
    wall(60),
    { handSetCap: 3 },
  ),
  world(
    "a chain behind one wall",
    3_600,
    [
      legalService({
        name: "front",
        traffic: ramp(60, 900, 300, 3),
        calls: [{ service: "back", requestsPerRequest: 2 }],
      }),
      callee({ name: "back", cpuSecondsPerRequest: 0.01, pool: legalPool(), initialTasks: 3, client: insistent }),
    ],
    wall(70),
    { handSetCap: 7 },
  ),
];

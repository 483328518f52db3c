import * as fc from "fast-check";
import type { Config } from "../../shared/config/config.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import { fleetId, inDns, inDnsAndNginx, publishedConfig, record, zoneId } from "./withdrawal-case.ts";

/** A service that is published in a zone we keep, and how far it is on its way to fewer tasks before the first plan. */
export type PublishedStart = {
  readonly ttlSeconds: number;
  readonly inNginx: boolean;
  /** `lowered`: the count was written, and ECS has stopped nobody yet. */
  readonly phase: "idle" | "looking" | "withdrawing" | "lowered" | "ending";
  readonly victims: number;
  /** How long it has been in that phase. */
  readonly sinceSeconds: number;
  /** Its load for the first steps, in tasks at target; `null`, and after them: as the weather says. */
  readonly loadTasks: number | null;
  readonly loadSteps: number;
  /** Of the tasks that stay, so many are protected by an application and so many by nobody. */
  readonly byOthers: number;
  readonly bare: number;
};

/** What befalls the tasks and the destinations of a service that is published. */
export type PublishedWeather = {
  /** Destinations that are looked after; the others are down. */
  readonly lookedAfter: "all" | "none" | "first";
  readonly reads: "known" | "tasks-unknown" | "absences-unknown" | "not-read" | "one-task-unlisted";
  /** An application protects its own task for so long. */
  readonly appProtectsMinutes: number | null;
};

const mostly = <T>(value: T, weight: number, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight, arbitrary: fc.constant(value) },
    ...others.map((other) => ({ weight: 1, arbitrary: fc.constant(other) })),
  );

/** Two of five services; half of those are amid a round, and mostly there is little load at first, so that it goes on. */
export const publishedStart: fc.Arbitrary<PublishedStart | null> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  {
    weight: 2,
    arbitrary: fc
      .record({
        ttlSeconds: fc.constantFrom(0, 30, 30, 120),
        inNginx: fc.boolean(),
        phase: fc.constantFrom<PublishedStart["phase"]>(
          "idle",
          "looking",
          "withdrawing",
          "withdrawing",
          "withdrawing",
          "lowered",
          "ending",
        ),
        victims: fc.integer({ min: 1, max: 4 }),
        sinceSeconds: fc.constantFrom(0, 20, 100, 400, 1200),
        loadTasks: fc.oneof(
          { weight: 1, arbitrary: fc.constant(null) },
          { weight: 3, arbitrary: fc.integer({ min: 0, max: 4 }) },
        ),
        loadSteps: fc.integer({ min: 1, max: 5 }),
        byOthers: mostly(0, 4, 1, 2),
        bare: mostly(0, 4, 1, 2),
      })
      .map((start) => (start.phase === "idle" || start.phase === "ending" ? { ...start, loadTasks: null } : start)),
  },
);

export const publishedWeather: fc.Arbitrary<PublishedWeather> = fc.record({
  lookedAfter: mostly<PublishedWeather["lookedAfter"]>("all", 8, "none", "first"),
  reads: mostly<PublishedWeather["reads"]>(
    "known",
    24,
    "tasks-unknown",
    "absences-unknown",
    "not-read",
    "one-task-unlisted",
  ),
  appProtectsMinutes: mostly<number | null>(null, 16, 2, 30),
});

export const publishedAs = (service: ServiceConfig, start: PublishedStart): ServiceConfig => {
  const publish = start.inNginx ? inDnsAndNginx : inDns;
  const name = `${service.name.toLowerCase()}.shop.example`;
  return {
    ...service,
    publish: {
      ...publish,
      records: [record({ name, ttlSeconds: start.ttlSeconds })],
      upstreams: publish.upstreams.map((upstream) => ({ ...upstream, upstream: service.name.toLowerCase() })),
    },
  };
};

/** The zone and the nginx fleet that all of them share. */
export const publishedPlaces: Pick<Config, "zones" | "nginxFleets"> = (({ zones, nginxFleets }) => ({
  zones,
  nginxFleets,
}))(publishedConfig());

/** Ids of the destinations that take its tasks out, sorted. */
export const frontsOfStart = ({ inNginx }: PublishedStart): readonly string[] =>
  inNginx ? [fleetId, zoneId] : [zoneId];

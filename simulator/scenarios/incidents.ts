import type { Incident } from "./incident.ts";

/** Every rebuilt incident, by letter. Their worlds are the files scenarios/incident-*.yml. */
export const incidents: readonly Incident[] = [
  {
    letter: "A",
    name: "flash-sale",
    title: "Flash sale on ECS, March 2026",
    fact: "5 tasks, traffic x3; 38 tasks twelve minutes later; 94 % errors at +9 minutes, slots exhausted",
  },
  {
    letter: "B",
    name: "rolling-deployment",
    title: "Rolling deployment on ECS, August 2026",
    fact: "10 tasks x 19 connections are 190 of 237 usable; maximumPercent 200 makes 380: refused connections on unrelated routes",
  },
  {
    letter: "C",
    name: "both-cliffs",
    title: "Both cliffs in two days, August 2026",
    fact: "pool 3 per worker queues requests for 6 h while the database idles; 18 per worker is 108 (144 at cutover) of about 100: 900 refusals in an hour",
  },
  {
    letter: "D",
    name: "two-revisions",
    title: "Two revisions at once",
    fact: "at most 10 instances x 8 connections are 80 of 100, old and new revision together are 160; fixed with at most 6",
  },
  {
    letter: "E",
    name: "migration-pool",
    title: "A deployment with a migration pool on db.t4g.micro",
    fact: "81 slots; 3 to 6 instances in a deployment x (7 + 10 of the migration pool) = 102; the last one never becomes healthy",
  },
  {
    letter: "F",
    name: "off-by-one",
    title: "Off by one",
    fact: "8 tasks x (5 + 1) = 48 connections against 47",
  },
  {
    letter: "H",
    name: "unknown-sum",
    title: "The sum that nobody knew",
    fact: "one service holds 40 connections and six hold about 15 each, against 100: a partial outage of 3 h",
  },
  {
    letter: "I",
    name: "short-burst",
    title: "A burst that heals itself",
    fact: "269 errors in 15 s, gone by themselves: nothing to react to",
  },
  {
    letter: "J",
    name: "database-health-check",
    title: "The health check that connects",
    fact: "the health check opens a database connection, so a full database makes the load balancer remove every instance: 4 h",
  },
  {
    letter: "K",
    name: "found-by-hand",
    title: "Found by hand before it hurt",
    fact: "20 tasks x 30 connections = 600 against max_connections 500",
  },
];

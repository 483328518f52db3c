import type { Incident } from "./incident.ts";
import { incidentB } from "./incident-b.ts";
import { incidentC } from "./incident-c.ts";
import { incidentD } from "./incident-d.ts";
import { incidentE } from "./incident-e.ts";
import { incidentF } from "./incident-f.ts";
import { incidentH } from "./incident-h.ts";
import { incidentI } from "./incident-i.ts";
import { incidentJ } from "./incident-j.ts";
import { incidentK } from "./incident-k.ts";

/** Every rebuilt incident, by letter. A has pairs and a sweep of its own: incident-a.ts. */
export const incidents: readonly Incident[] = [
  {
    letter: "A",
    name: "flash-sale",
    title: "Flash sale on ECS, March 2026",
    fact: "5 tasks, traffic x3; 38 tasks twelve minutes later; 94 % errors at +9 minutes, slots exhausted",
  },
  incidentB,
  incidentC,
  incidentD,
  incidentE,
  incidentF,
  incidentH,
  incidentI,
  incidentJ,
  incidentK,
];

import { clairvoyantFor, eventfulSeconds, rehearsedPlay } from "../clairvoyant/rehearsed-play.ts";
import type { ControllerKind } from "../controller.ts";

export const clairvoyantKind: ControllerKind = {
  name: "clairvoyant",
  title: "Clairvoyant (bound)",
  purpose:
    "Knows the traffic and the faults to come and plays the way that did best in rehearsals of the same run; it obeys start and drain times, the connections, minimum and maximum, and need not deploy.",
  inferences: [
    "The bound is of failed requests and of violating seconds: the best of several clairvoyant plays, not a proof that no better one exists; its cost is its own.",
  ],
  family: "bound",
  make: ({ world, terms, seed, seconds }) => {
    const { spec } = world;
    return clairvoyantFor(spec, terms, rehearsedPlay(spec, terms, seed, seconds ?? eventfulSeconds(spec)));
  },
};

import type { Outcome } from "./outcome.ts";

/** A run that met the wall; each test changes what it is about. */
export const legalOutcome = (changes: Partial<Outcome> = {}): Outcome => ({
  attempts: 400,
  refused: 200,
  attemptsToRefusal: 94,
  secondsToExhaustion: 410,
  peakDesired: 14,
  ...changes,
});

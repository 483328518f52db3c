/**
 * How long AWS takes to act.
 *
 * `optimistic`: 3 x 60 s and the world's publishing delay. `measured`: 363 s from a load step to the scale-out, as AWS measured.
 * `20s`: high-resolution metrics, 86 s measured [R: containers-roadmap#2113]. The delays that give these means over all
 * positions of the step within a minute are fitted; AWS publishes only the means [I].
 */
export type TimingProfile = "optimistic" | "measured" | "20s";

export type TrackingTiming = {
  readonly periodSeconds: number;
  /** Seconds between alarm evaluations: a minute for periods >= 60 s, 10 s for high resolution [D]. */
  readonly evaluationSeconds: number;
  /** An alarm sees a datapoint this long after its period ended, or when it is published, whichever is later. */
  readonly seenAfterSeconds: number;
};

export const trackingTimings: Readonly<Record<TimingProfile, TrackingTiming>> = {
  optimistic: { periodSeconds: 60, evaluationSeconds: 60, seenAfterSeconds: 0 },
  measured: { periodSeconds: 60, evaluationSeconds: 60, seenAfterSeconds: 190 },
  "20s": { periodSeconds: 20, evaluationSeconds: 10, seenAfterSeconds: 28 },
};

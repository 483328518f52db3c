/** Everybody who can play, in the order of tables. `clairvoyant` is the bound, not a contender. */
export const controllerNames = [
  "static",
  "target-tracking",
  "target-tracking-measured",
  "target-tracking-20s",
  "target-tracking-requests",
  "target-tracking-capped",
  "target-tracking-20s-capped",
  "step-scaling",
  "hpa",
  "hpa-tuned",
  "keda",
  "keda-tuned",
  "predictive",
  "headgate-observe",
  "headgate-govern",
  "headgate-scale",
  "headgate-scale-20s-rate",
  "clairvoyant",
] as const;

export type ControllerName = (typeof controllerNames)[number];

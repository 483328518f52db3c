/** The rules of target tracking that a reader may switch, to see what each is worth. docs/peers.md has them as a table. */
export type TargetTrackingRules = {
  /** N of N datapoints above the target. [R: exported alarms; AWS documents no count] */
  readonly highDatapoints: number;
  /** N of N datapoints below lowRatio x target. [R]; for 20 s metrics [I] */
  readonly lowDatapoints: number;
  /** [R]; AWS documents "usually more than 10 % lower" */
  readonly lowRatio: number;
  /** ScaleOutCooldown and ScaleInCooldown of the policy; 300 is ECS's default [D]. */
  readonly outCooldownSeconds: number;
  readonly inCooldownSeconds: number;
  /** What a step is computed from: the running count [D]. */
  readonly stepFrom: "running" | "desired";
  /** AWS suspends scale-in while a deployment is in progress, and leaves scale-out on [D]. */
  readonly scaleInDuringDeployment: boolean;
  /** AutoScalingAnticipatedFlapping: no scale-in that is predicted to reach the target [I]. */
  readonly flapGuard: boolean;
};

export const targetTrackingRules: TargetTrackingRules = {
  highDatapoints: 3,
  lowDatapoints: 15,
  lowRatio: 0.9,
  outCooldownSeconds: 300,
  inCooldownSeconds: 300,
  stepFrom: "running",
  scaleInDuringDeployment: false,
  flapGuard: true,
};

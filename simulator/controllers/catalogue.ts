import type { ControllerKind } from "./controller.ts";
import { controllerNames } from "./controller-names.ts";
import { headgateKinds } from "./headgate-kinds.ts";
import { clairvoyantKind } from "./kinds/clairvoyant-kind.ts";
import { hpaKinds } from "./kinds/hpa-kinds.ts";
import { kedaKinds } from "./kinds/keda-kinds.ts";
import { predictiveKind } from "./kinds/predictive-kind.ts";
import { staticKind } from "./kinds/static-kind.ts";
import { stepScalingKind } from "./kinds/step-scaling-kind.ts";
import { targetTrackingKinds } from "./kinds/target-tracking-kinds.ts";

const known: readonly ControllerKind[] = [
  staticKind,
  ...targetTrackingKinds,
  stepScalingKind,
  ...hpaKinds,
  ...kedaKinds,
  predictiveKind,
  ...headgateKinds,
  clairvoyantKind,
];

/** Everybody who can play, in the order of tables. */
export const controllerKinds: readonly ControllerKind[] = controllerNames.flatMap((name) =>
  known.filter((kind) => kind.name === name),
);

/** @throws RangeError for a name that nobody plays under; it lists those that there are */
export function controllerKind(name: string): ControllerKind {
  const found = controllerKinds.find((kind) => kind.name === name);
  if (found !== undefined) return found;
  const names = controllerKinds.map((kind) => kind.name).join(", ");
  throw new RangeError(`no controller is named "${name}"; there are ${names}`);
}

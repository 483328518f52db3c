import type { ControllerKind } from "../controllers/controller.ts";
import type { Scenario } from "../scenario/scenario.ts";

const shortSeconds = 6 * 3_600;

/**
 * Time that a virtual second takes under a controller, relative to the bare world's: for time left, not for figures.
 *
 * Headgate reads, plans and writes as deployed; the bound plays the run several times beforehand, short ones more often and
 * elastic pools in three ways; the others are formulas.
 */
export function slownessOf({ family }: Pick<ControllerKind, "family">, { world, seconds }: Scenario): number {
  switch (family) {
    case "headgate":
      return 10;
    case "bound": {
      const plays = seconds <= shortSeconds ? 15 : 6;
      return plays * (world.services.some(({ pool }) => pool?.kind === "elastic") ? 3 : 1);
    }
    case "static":
    case "aws":
    case "aws-capped":
    case "kubernetes":
      return 1;
  }
}

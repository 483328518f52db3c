import { suggestName } from "../shared/config/nearest-name.ts";
import { type ControllerName, controllerNames } from "../simulator/controllers/controller-names.ts";

export type ControllerChoice =
  | { readonly kind: "ok"; readonly controllers: readonly ControllerName[] }
  | { readonly kind: "refused"; readonly message: string };

/** Names from the command line, in the order of tables, each once. `defaults` where there are none. */
export function chooseControllers(
  wanted: readonly string[],
  all: boolean,
  defaults: readonly ControllerName[],
): ControllerChoice {
  const unknown = wanted.find((name) => !controllerNames.some((known) => known === name));
  if (unknown !== undefined)
    return {
      kind: "refused",
      message: `no controller is named "${unknown}": ${suggestName(unknown, controllerNames)} \`headgate simulate --list\` lists them.`,
    };
  if (all) return { kind: "ok", controllers: controllerNames };
  if (wanted.length === 0) return { kind: "ok", controllers: defaults };
  return { kind: "ok", controllers: controllerNames.filter((name) => wanted.includes(name)) };
}

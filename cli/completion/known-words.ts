import { knownCodes } from "../known-codes.ts";
import { loadConfig } from "../load-config.ts";
import { shippedScenarios } from "../shipped-scenarios.ts";
import type { KnownList } from "./completion-model.ts";

/**
 * The words of a list, sorted.
 *
 * @returns no services where there is no headgate.yml in the folder, or it is refused
 */
export const knownWords = async (list: KnownList): Promise<readonly string[]> => {
  switch (list) {
    case "services": {
      const loaded = loadConfig("headgate.yml");
      return loaded.kind === "ok" ? loaded.config.services.map(({ name }) => name) : [];
    }
    case "scenarios":
      return shippedScenarios().map(({ name }) => name);
    case "controllers": {
      const { controllerKinds } = await import("../../simulator/controllers/catalogue.ts");
      return controllerKinds.map(({ name }) => name).sort();
    }
    case "codes":
      return [...new Set(knownCodes.map(({ code }) => code))].sort();
  }
};

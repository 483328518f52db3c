import { keepInStep } from "../../cli/keep-in-step.ts";
import { contractPage } from "./contract-page.ts";

// docs/contract.md, from the cases and the emulators' exceptions.
keepInStep([contractPage()], "emulators/contract/contract-docs.ts");

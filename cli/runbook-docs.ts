import { keepInStep } from "./keep-in-step.ts";
import { runbooksPage } from "./runbooks-page.ts";

// docs/runbooks.md, from the registry.
keepInStep([runbooksPage()], "cli/runbook-docs.ts");

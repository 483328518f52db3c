import { accountActions } from "../shared/aws/audit/read-account.ts";
import { checklistPage } from "../shared/checklist/render-checklist-docs.ts";
import { keepInStep } from "./keep-in-step.ts";

// docs/checklist.md.
keepInStep([checklistPage(accountActions)], "cli/checklist-docs.ts");

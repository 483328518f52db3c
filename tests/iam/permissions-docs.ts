import { keepInStep } from "../../cli/keep-in-step.ts";
import { permissionsPage } from "./permissions-page.ts";

// docs/permissions.md, from the statements of the roles.
keepInStep([await permissionsPage()], "tests/iam/permissions-docs.ts");

import { generatedFiles } from "../shared/config/render-docs.ts";
import { codesPage } from "./codes-page.ts";
import { keepInStep } from "./keep-in-step.ts";
import { noticeSchemas } from "./notice-schemas.ts";

// docs/headgate.schema.json, docs/configuration.md, docs/codes.md and the schemas of notices and digests.
keepInStep([...generatedFiles(), codesPage(), ...noticeSchemas()], "cli/config-docs.ts");

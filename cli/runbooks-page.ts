import * as z from "zod/mini";
import type { GeneratedFile } from "../shared/config/render-docs.ts";
import type { Parameter } from "../shared/runbooks/parameter.ts";
import { commonRefusals, type RefusalTable } from "../shared/runbooks/refusal.ts";
import { runbooks } from "../shared/runbooks/registry.ts";
import type { AnyRunbook, Effect } from "../shared/runbooks/runbook.ts";
import { commandLineOf } from "./runbook-options.ts";

const effects: Readonly<Record<Effect, string>> = {
  reads: "Only reads",
  headgate: "Changes what Headgate keeps",
  account: "Changes the account: allow it in headgate.yml under runbooks.allow",
};

const introduction = `A runbook is run by hand: what it would change is shown first, and nothing is changed without \`confirm\`.

\`\`\`
npx headgate run scale --service order --to 6                        # dry: what would change
npx headgate run scale --service order --to 6 --confirm --follow     # do it, and watch it
npx serverless invoke -f runbook -d '{"runbook":"scale","params":{"service":"order","to":6},"confirm":true}'
npx headgate run scale --service order --to 6 --local                # on a cloud in this process, under load
\`\`\`

The command signs the request with your credentials, so that the history knows who asked. In the console each runbook is
a document of Systems Manager, \`headgate-<stage>-run-<name>\`, with the same parameters as JSON.

**Runs.** A run is stored with each step before the step is done, so that one which is stopped anywhere goes on. The same
request id twice is one run. \`--status ID\` shows where it is, \`--abort ID\` ends it and puts back what has to be put back.

**Approvals.** A runbook named under \`runbooks.approval\`, and \`scale\` with \`force\`, waits for another person:
\`npx headgate run --approve ID\` with their credentials, or \`aws:approve\` in Systems Manager. Both have to prove who they
are: a request signed for sts:GetCallerIdentity and bound to this run, which AWS alone can tell the owner of. Two sessions
of one role are one person, except under IAM Identity Center, which names the session after the user.

**One writer.** Runbooks post what is asked for; \`scale\` and \`records\` stay the only ones that write desired counts,
capacities and records.`;

/** docs/runbooks.md: a paragraph per runbook, from the registry. */
export const runbooksPage = (): GeneratedFile => ({
  path: "docs/runbooks.md",
  text: [
    "<!-- Generated from shared/runbooks/books/ by cli/runbook-docs.ts. Edit those. -->",
    "# Runbooks",
    introduction,
    listOf(runbooks),
    ...runbooks.map(sectionOf),
    "## What every runbook may refuse",
    refusalsOf(commonRefusals),
  ]
    .join("\n\n")
    .concat("\n"),
});

const listOf = (all: readonly AnyRunbook[]): string =>
  [
    "| runbook | what it does | changes |",
    "|---|---|---|",
    ...all.map(({ name, purpose, effect }) => `| [${name}](#${name}) | ${cell(purpose)} | ${shortEffects[effect]} |`),
  ].join("\n");

const shortEffects: Readonly<Record<Effect, string>> = {
  reads: "nothing",
  headgate: "Headgate's own",
  account: "the account",
};

const sectionOf = (runbook: AnyRunbook): string => {
  const { name, purpose, about, effect, refusals } = runbook;
  const own = Object.keys(refusals).length === 0 ? [] : ["It may refuse:", refusalsOf(refusals)];
  return [
    `## ${name}`,
    `${purpose}. *${effects[effect]}.*`,
    about,
    parametersOf(runbook),
    ["```", commandLineOf(runbook), "```"].join("\n"),
    ...own,
    grantsOf(runbook),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
};

const parametersOf = ({ parameters }: AnyRunbook): string => {
  const rows = Object.entries(parameters as Readonly<Record<string, Parameter<unknown>>>);
  if (rows.length === 0) return "It takes no parameters.";
  return [
    "| parameter | form | |",
    "|---|---|---|",
    ...rows.map(([name, parameter]) => `| \`${name}\` | ${formOf(parameter)} | ${cell(parameter.about)} |`),
  ].join("\n");
};

type Shape = {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Shape;
};

const formOf = ({ schema }: Parameter<unknown>): string => {
  const shape = z.toJSONSchema(schema, { io: "input" }) as Shape;
  const form = shapeText(shape);
  return z.safeParse(schema, undefined).success ? `${form}, optional` : form;
};

const shapeText = (shape: Shape): string => {
  if (shape.enum !== undefined) return shape.enum.map((value) => `\`${value}\``).join(", ");
  if (shape.type === "array") return `list of ${shapeText(shape.items ?? {})}`;
  if (shape.type === "integer") return `${shape.minimum ?? ""}..${shape.maximum ?? ""}`;
  if (shape.type === "boolean") return "true or false";
  return shape.type === "string" ? "text" : (shape.type ?? "any");
};

/** Of what could not be read just now. */
const againText = " A run that has begun looks again, up to ten times, before it gives up.";

const refusalsOf = (table: RefusalTable): string =>
  Object.entries(table)
    .map(([code, { means, remedy, mayPass }]) => `- \`${code}\`: ${means} ${remedy}${mayPass ? againText : ""}`)
    .join("\n");

const grantsOf = ({ grants }: AnyRunbook): string => {
  const reads = grants.some(({ on }) => on === "domain") ? ["all that `scale` reads"] : [];
  const actions = [...new Set(grants.flatMap((grant) => grant.actions))].sort().map((action) => `\`${action}\``);
  const all = [...reads, ...actions];
  return all.length === 0 ? "" : `Rights: ${all.join(", ")}.`;
};

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

import { FORM_SCHEMA } from "./form-schema.ts";
import { POOL_LIBRARIES, type PoolLibrary } from "./pool-libraries.ts";
import { renderReference } from "./render-reference.ts";

/** A generated file: where it lies in the repository and what must be in it. */
export type GeneratedFile = { readonly path: string; readonly text: string };

export const generatedFiles = (): readonly GeneratedFile[] => [
  { path: "docs/headgate.schema.json", text: `${JSON.stringify(FORM_SCHEMA, null, 2)}\n` },
  { path: "docs/configuration.md", text: renderConfigurationPage() },
];

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

const libraryRows = Object.entries<PoolLibrary>(POOL_LIBRARIES).map(([library, { size, kind, note }]) =>
  row(`\`${library}\``, size, kind, note),
);

const renderConfigurationPage =
  (): string => `<!-- Generated from shared/config/schema.ts by cli/config-docs.ts. Edit the schema, not this page. -->

# Configuration

Everything is in one file, \`headgate.yml\`. The one in the root of the repository is a complete sample, with comments.

With this first line, editors that know YAML schemas complete keys and mark mistakes while you type:

\`\`\`yaml
# yaml-language-server: $schema=./docs/headgate.schema.json
\`\`\`

\`headgate validate\` finds more than a schema can, reports everything at once with line, column and a fix, and shows each
database's arithmetic. The smallest file that does something:

\`\`\`yaml
version: 1
name: shop
databases:
  orders-db: { instance: shop-orders, engine: postgres, maxConnections: 400 }
services:
  order:
    cluster: shop
    signals: { cpu: 70 }
    pools: { orders-db: 10 }
\`\`\`

## How it is read

- Unknown keys are refused: a mistyped key would be a setting that silently doesn't hold.
- \`defaults\` lies under each service. Groups (\`tasks\`, \`drain\`, \`deployment\`, \`signals\`, \`pace\`) are merged key by key. A
  pool, a metric or an alarm of the same name is replaced as a whole; so is \`cpu\` or \`memory\`.
- The order of keys never matters.
- YAML 1.2: \`yes\` and \`on\` are text, anchors and aliases work, merge keys (\`<<\`) don't.

## The arithmetic

- One task holds **k** = size x processes + extras connections, summed over its pools to one database.
- The budget of a database is **B** = maxConnections - reservedConnections - marginConnections - replacement -
  connectors - unmanagedConnections. Where the last is not given it is measured, and not in what \`headgate validate\`
  shows.
- **replacement** is what one replaced task needs beyond the margin: the largest k on the database less
  marginConnections, at least 0. ECS starts the replacement of an unhealthy task before it stops the task.
- The minimums must fit: the sum of k x tasks.min over the services is at most B. The maximums need not fit. Growing
  only as far as B allows is what Headgate is for.
- Services that share a database, directly or through others, are one **domain** and are decided together. Its id is
  the smallest service name in it.

## Pool libraries

What \`library\` fills in, per process. Go's \`database/sql\` (unlimited until it is told) and Prisma (depends on the CPUs)
have no figure to take: give \`size\`.

| library | size | kind | from |
|---|---|---|---|
${libraryRows.join("\n")}

## Keys

${renderReference()}

## Problems

Each problem has a code that stays the same between releases, and comes with a fix. A file with problems is refused;
warnings leave it valid. What each code means is in [codes.md](codes.md), and \`headgate codes <code>\` prints it.
`;

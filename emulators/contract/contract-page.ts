import type { GeneratedFile } from "../../shared/config/render-docs.ts";
import type { ContractCase } from "../../tests/contract/contract-case.ts";
import { contractCases } from "../../tests/contract/contract-cases.ts";
import { type Unmet, unmetCommands, unmetErrors } from "../../tests/contract/unmet.ts";
import { contractExceptions } from "./contract-exceptions.ts";
import { isLeftOut } from "./contract-outcome.ts";

const introduction = `What Headgate relies on in AWS, one behaviour a line, each with the page of AWS that says so. Every one is looked at with
the SDK's own clients over the wire, on three clouds: the embedded one that the tests and the simulator run on
(\`npx jest tests/contract\`), and moto and ministack, which others wrote (\`npm run test:contract\`). So none of them can
drift alone.

Where an emulator does something else than AWS documents, it is listed as an exception with what it does. The list is
closed: a case that fails and is not listed fails the run, and so does an exception that passes by now.`;

/** docs/contract.md: the behaviours by service, and what is known to deviate. */
export const contractPage = (): GeneratedFile => {
  const services = [...Map.groupBy(contractCases, ({ service }) => service)].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = [
    "<!-- Generated from tests/contract/cases/ and emulators/contract/contract-exceptions.ts by emulators/contract/contract-docs.ts. Edit those. -->",
    "# What Headgate relies on in AWS",
    introduction,
    summary(services.map(([service, cases]) => [service, cases.length, exceptionsOf(cases).length])),
    ...services.flatMap(([service, cases]) => [`## ${service}`, cases.map(lineOf).join("\n")]),
    "## What no case meets",
    "A test holds these lists against the code: every command that a function sends, and every error that it tells from\nothers, is in a case above or here.",
    "**Commands**",
    unmetCommands.map(unmetLine).join("\n"),
    "**Errors**",
    unmetErrors.map(unmetLine).join("\n"),
  ];
  return { path: "docs/contract.md", text: `${text.join("\n\n")}\n` };
};

const summary = (rows: readonly (readonly [string, number, number])[]): string => {
  const sum = (column: 1 | 2): number => rows.reduce((total, row) => total + row[column], 0);
  return [
    "| service | behaviours | of them exceptions of an emulator |",
    "|---|---:|---:|",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
    `| together | ${sum(1)} | ${sum(2)} |`,
  ].join("\n");
};

const exceptionsOf = (cases: readonly ContractCase[]) =>
  cases.flatMap((one) =>
    contractExceptions.filter(({ service, name }) => service === one.service && name === one.name),
  );

const lineOf = (one: ContractCase): string => {
  const [exception] = exceptionsOf([one]);
  const notes = [
    ...(exception === undefined ? [] : [`  - Exception of ${exception.deviates}: ${exception.because}.`]),
    ...(isLeftOut(one) ? ["  - On the emulators only with `--long`: their time is not virtual."] : []),
  ];
  return [`- ${one.name} ([AWS](${one.cites})).`, ...notes].join("\n");
};

const unmetLine = ({ what, because }: Unmet): string => `- ${what.map((one) => `\`${one}\``).join(", ")}: ${because}.`;

import { parseArgs } from "node:util";
import { textTable } from "../shared/text-table.ts";
import type { ContractCase } from "../tests/contract/contract-case.ts";
import { contractCases } from "../tests/contract/contract-cases.ts";
import { openEmulatorBed } from "./contract/contract-bed.ts";
import { contractExceptions } from "./contract/contract-exceptions.ts";
import { type ContractOutcome, runContractCase } from "./contract/contract-outcome.ts";
import { holdTasks } from "./contract/contract-services.ts";
import { NoPythonEnvironment } from "./python-environment.ts";
import { type Emulators, startEmulators } from "./start-emulators.ts";

type Met = { readonly one: ContractCase; readonly outcome: ContractOutcome };

const kinds = ["passed", "exception", "left-out", "stale", "failed"] as const;

/** One service's cases one after another: some see what the whole account has. */
const meetService = async (
  emulators: Emulators,
  service: string,
  cases: readonly ContractCase[],
  isLong: boolean,
): Promise<readonly Met[]> => {
  const { bed, close } = openEmulatorBed(emulators, service);
  const met: Met[] = [];
  for (const one of cases) met.push({ one, outcome: await runContractCase(one, bed, contractExceptions, isLong) });
  close();
  return met;
};

const tableOf = (met: readonly Met[]): readonly string[] => {
  const services = [...Map.groupBy(met, ({ one }) => one.service)].sort(([a], [b]) => (a < b ? -1 : 1));
  const rowOf = (name: string, of: readonly Met[]) => [
    name,
    of.length,
    ...kinds.map((kind) => of.filter(({ outcome }) => outcome.kind === kind).length),
  ];
  return textTable([
    ["service", "cases", ...kinds],
    ...services.map(([name, of]) => rowOf(name, of)),
    rowOf("together", met),
  ]);
};

const describe = ({ one: { service, name, expected }, outcome }: Met): readonly string[] => {
  const title = `${service}: ${name}`;
  switch (outcome.kind) {
    case "passed":
      return [];
    case "exception":
      return [`exception  ${title}\n           ${outcome.exception.deviates}: ${outcome.exception.because}`];
    case "left-out":
      return [`left out   ${title}\n           it waits ${outcome.waitsSeconds} s; --long looks at it`];
    case "stale":
      return [`STALE      ${title}\n           it passes; its exception must go`];
    case "failed":
      return [
        `FAILED     ${title}\n           expected ${JSON.stringify(expected)}\n           seen     ${outcome.seen}`,
      ];
  }
};

/** Exceptions that no case goes by. */
const orphans = () =>
  contractExceptions
    .filter(({ service, name }) => !contractCases.some((one) => one.service === service && one.name === name))
    .map(({ service, name }) => `STALE      ${service}: ${name}\n           there is no such case`);

/** @returns how many cases are not as they are listed */
const runCases = async (emulators: Emulators, cases: readonly ContractCase[], isLong: boolean): Promise<number> => {
  await holdTasks(emulators);
  const byService = [...Map.groupBy(cases, ({ service }) => service)];
  const met = (await Promise.all(byService.map(([service, of]) => meetService(emulators, service, of, isLong)))).flat();
  for (const line of [...met.flatMap(describe), ...orphans()]) console.log(line);
  console.log(tableOf(met).join("\n"));
  return met.filter(({ outcome: { kind } }) => kind === "failed" || kind === "stale").length + orphans().length;
};

const { values } = parseArgs({
  options: { long: { type: "boolean", default: false }, only: { type: "string" } },
});
const startedAtMs = Date.now();
const cases = contractCases.filter(({ service }) => values.only === undefined || service === values.only);
try {
  const emulators = await startEmulators((line) => console.log(line));
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const)
    process.on(signal, () => void emulators.close().then(() => process.exit(1)));
  try {
    const wrong = await runCases(emulators, cases, values.long);
    const seconds = Math.round((Date.now() - startedAtMs) / 1_000);
    console.log(`${cases.length} cases on moto and ministack in ${seconds} s, ${wrong} not as listed`);
    process.exitCode = wrong === 0 && cases.length > 0 ? 0 : 1;
  } finally {
    await emulators.close();
  }
} catch (error) {
  if (!(error instanceof NoPythonEnvironment)) throw error;
  console.error(`test:contract can't run: ${error.message}`);
  process.exitCode = 1;
}

import { readFileSync } from "node:fs";
import { budgetOf, demandsOn } from "../shared/config/budget.ts";
import type { Config } from "../shared/config/config.ts";
import { parseConfig } from "../shared/config/read-config.ts";
import { destinationsOf, isWritten } from "../shared/records/destination.ts";
import { renderArithmetic, renderDomains } from "./render-arithmetic.ts";
import { renderDestinations } from "./render-destinations.ts";
import { renderProblems } from "./render-problems.ts";

export type ValidateOptions = { readonly json?: boolean };

export type ValidateResult = {
  /** 0: valid, warnings included. 1: refused. 2: the file can't be read. */
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
};

/**
 * Checks a configuration file and shows what follows from it.
 *
 * @param file path, shown in the output as it is given
 * @throws never
 */
export const validate = (file: string, { json = false }: ValidateOptions = {}): ValidateResult => {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const because = (error as Error).message;
    const output = json ? toJson({ kind: "unreadable", file, because }) : `${file}: can't be read: ${because}`;
    return { exitCode: 2, output };
  }
  const reading = parseConfig(text, file);
  if (reading.kind === "refused") {
    const { problems } = reading;
    const output = json
      ? toJson({ kind: "refused", file, problems })
      : `${renderProblems(file, text, problems, "error")}\n${file}: refused, ${count(problems, "problem")}`;
    return { exitCode: 1, output };
  }
  const { config, warnings } = reading;
  if (json)
    return {
      exitCode: 0,
      output: toJson({
        kind: "ok",
        file,
        warnings,
        domains: config.domains,
        databases: arithmetic(config),
        destinations: published(config),
      }),
    };
  const sections = [
    ...(warnings.length > 0 ? [renderProblems(file, text, warnings, "warning")] : []),
    renderDomains(config),
    ...config.databases.map((database) => renderArithmetic(database, config.services, config.proxies)),
    ...renderDestinations(config),
    `${file}: valid, ${count(config.services, "service")}, ${count(config.databases, "database")}, ${count(warnings, "warning")}`,
  ];
  return { exitCode: 0, output: sections.join("\n\n") };
};

const count = (items: readonly unknown[], noun: string): string =>
  `${items.length} ${noun}${items.length === 1 ? "" : "s"}`;

const toJson = (value: unknown): string => JSON.stringify(value, null, 2);

const arithmetic = ({ databases, services }: Config) =>
  databases.map((database) => ({
    name: database.name,
    ...budgetOf(database, services),
    services: demandsOn(database, services).map(({ service, connectionsPerTask, least }) => ({
      name: service.name,
      connectionsPerTask,
      minTasks: service.minTasks,
      maxTasks: service.maxTasks,
      leastConnections: least,
    })),
  }));

const published = (config: Config) =>
  destinationsOf(config).map((destination) => ({
    id: destination.id,
    kind: destination.kind,
    isWritten: isWritten(destination),
    services: destination.services.map(({ service, entries }) => ({
      name: service.name,
      drainSeconds: service.drainSeconds,
      entries,
    })),
  }));

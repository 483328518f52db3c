import { textTable } from "../text-table.ts";
import type { PoolFits } from "./fit-pools.ts";

/** The pools as a table, and why a database has none. */
export const renderPoolFit = ({ fits, unfit }: PoolFits): string => {
  const rows = fits.map((fit) => [
    fit.service,
    fit.database,
    fit.tasks,
    fit.nowConnectionsPerTask,
    fit.aloneConnectionsPerTask,
    fit.togetherConnectionsPerTask,
    fit.sizes === null ? "-" : fit.sizes.join(" + "),
  ]);
  const lines = [
    ...(rows.length === 0 ? ["No service has a pool on a database with a known limit."] : []),
    ...(rows.length === 0
      ? []
      : textTable([["service", "database", "tasks", "now", "alone", "together", "sizes"], ...rows])),
    ...(rows.length === 0
      ? []
      : [
          "Connections per task, with so many tasks of each service. alone: the others keep their pools.",
          "together: all are set anew, in proportion. sizes: per process, for together.",
        ]),
    ...unfit.map(({ database, because }) => `${database}: no answer, ${because}`),
  ];
  return lines.join("\n");
};

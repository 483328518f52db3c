import type { PoolSetting } from "../config/pool-config.ts";
import type { ServiceConfig } from "../config/service-config.ts";
import type { PreflightProblem } from "./problem.ts";
import type { TaskDefinition } from "./read-definition.ts";

/** Connections of one task on one database, before and after the deployment. */
export type NewPool = {
  readonly database: string;
  readonly oldConnectionsPerTask: number;
  readonly newConnectionsPerTask: number;
};

export type NewPools =
  | { readonly kind: "read"; readonly pools: readonly NewPool[]; readonly notes: readonly string[] }
  | { readonly kind: "refused"; readonly problem: PreflightProblem };

/** Past these a figure is a mistake, as in headgate.yml. */
const mostConnections = 10_000;
const mostProcesses = 256;

/**
 * The pools that a task of the new definition opens.
 *
 * A pool whose `variables` the definition sets has the new figures; any other has headgate.yml's, and a note says so: a
 * figure that preflight can't see is not a figure of 0.
 *
 * @returns one entry per database that the service connects to without a proxy, sorted by name
 * @throws never
 */
export const newPools = (service: ServiceConfig, definition: TaskDefinition): NewPools => {
  const notes: string[] = [];
  const after = new Map<string, number>();
  for (const setting of service.poolSettings) {
    const figures: { size: number; processes: number } = { size: setting.size, processes: setting.processes };
    for (const key of ["size", "processes"] as const) {
      const variable = key === "size" ? setting.sizeVariable : setting.processesVariable;
      const figure = readFigure(setting, key, variable, definition);
      if (figure.kind === "refused") return figure;
      if (figure.kind === "read") figures[key] = figure.value;
      else if (figure.note !== null) notes.push(figure.note);
    }
    const connections = figures.size * figures.processes + setting.extras;
    after.set(setting.database, (after.get(setting.database) ?? 0) + connections);
  }
  if (service.poolSettings.length > 0 && service.poolSettings.every(isSilent)) {
    notes.push(`no pool of ${service.name} names its variables, so all figures are headgate.yml's`);
  }
  for (const { proxy } of service.pools) {
    if (proxy !== null)
      notes.push(`the pool through ${proxy} is not counted: the proxy bounds what reaches the database`);
  }
  const pools = service.pools
    .filter(({ proxy }) => proxy === null)
    .map(({ database, connectionsPerTask }) => ({
      database,
      oldConnectionsPerTask: connectionsPerTask,
      newConnectionsPerTask: after.get(database) ?? connectionsPerTask,
    }));
  return { kind: "read", pools, notes };
};

const isSilent = ({ sizeVariable, processesVariable }: PoolSetting): boolean =>
  sizeVariable === null && processesVariable === null;

type Figure =
  | { readonly kind: "read"; readonly value: number }
  | { readonly kind: "as-configured"; readonly note: string | null }
  | { readonly kind: "refused"; readonly problem: PreflightProblem };

const readFigure = (
  setting: PoolSetting,
  key: "size" | "processes",
  variable: string | null,
  definition: TaskDefinition,
): Figure => {
  if (variable === null) return { kind: "as-configured", note: null };
  const [name = "", parameter] = variable.split("?");
  const configured = `headgate.yml's ${key} of ${setting[key]} is taken`;
  const asConfigured = (why: string): Figure => ({ kind: "as-configured", note: `${name} ${why}: ${configured}` });
  if (definition.ambiguous.has(name)) {
    const problem = {
      place: name,
      message: "is set to different values by two containers",
      fix: "name the pool's variable differently in one of them",
    };
    return { kind: "refused", problem };
  }
  const value = definition.variables.get(name);
  if (value === undefined) {
    if (definition.secrets.has(name)) return asConfigured("comes from a secret");
    return asConfigured(
      definition.hasEnvironmentFiles ? "is not in the definition, only perhaps in its environment files" : "is not set",
    );
  }
  const text = parameter === undefined ? value : parameterOf(value, parameter);
  if (text === null) return asConfigured(`has no parameter ${parameter}`);
  const most = key === "size" ? mostConnections : mostProcesses;
  const figure = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isInteger(figure) && figure >= 1 && figure <= most) return { kind: "read", value: figure };
  const message = `is ${JSON.stringify(text.slice(0, 40))}, not a whole number from 1 to ${most}`;
  return { kind: "refused", problem: { place: variable, message, fix: `set it to the pool's ${key}` } };
};

/** Of a connection string; its password is not looked at, nor shown. */
const parameterOf = (connectionString: string, parameter: string): string | null => {
  const query = connectionString.split("?").slice(1).join("?");
  return new URLSearchParams(query).get(parameter);
};

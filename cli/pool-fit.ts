import { fitPools, type PoolFit } from "../shared/preflight/fit-pools.ts";
import { renderPoolFit } from "../shared/preflight/render-pool-fit.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { unusable } from "./json-output.ts";
import { loadConfig } from "./load-config.ts";

export type PoolFitFormat = "table" | "json" | "ssm";
export type PoolFitOptions = {
  readonly format: PoolFitFormat;
  readonly unmanaged: ReadonlyMap<string, number>;
};

/**
 * The largest safe pool per service and database: as a table, as JSON, or as the commands that put it into SSM
 * parameters, which applications may read at start.
 *
 * @returns exit code 0, or 1 where the configuration is refused or a pool has no answer, 2 where it can't be read
 * @throws never
 */
export const poolFit = (
  file: string,
  { format, unmanaged }: PoolFitOptions,
): { readonly exitCode: ExitCode; readonly output: string } => {
  const loaded = loadConfig(file);
  if (loaded.kind === "failed") {
    const { exitCode, output } = loaded;
    return { exitCode, output: format === "json" ? unusable(output) : output };
  }
  const { fits, unfit } = fitPools(loaded.config, unmanaged);
  const failed = unfit.length > 0 || fits.some(({ togetherConnectionsPerTask }) => togetherConnectionsPerTask === 0);
  const exitCode = failed ? EXIT.failed : EXIT.ok;
  if (format === "json") return { exitCode, output: JSON.stringify({ fits, unfit }, null, 2) };
  if (format === "ssm")
    return { exitCode, output: fits.flatMap((fit) => parameterOf(loaded.config.name, fit)).join("\n") };
  return { exitCode, output: renderPoolFit({ fits, unfit }) };
};

/** Names and figures are of letters, digits, - and _ only, so nothing of it needs quoting in a shell. */
const parameterOf = (
  stack: string,
  { service, database, togetherConnectionsPerTask, sizes }: PoolFit,
): readonly string[] => {
  if (togetherConnectionsPerTask === 0) return [];
  const put = (name: string, value: number): string =>
    `aws ssm put-parameter --overwrite --type String --name /headgate/${stack}/${service}/${database}/${name} --value ${value}`;
  const ofPools = (sizes ?? []).map((size, index) =>
    put(sizes?.length === 1 ? "pool-size" : `pool-size-${index + 1}`, size),
  );
  return [put("connections-per-task", togetherConnectionsPerTask), ...ofPools];
};

import type { Config } from "../../shared/config/config.ts";
import type { ControllerName } from "../controllers/controller-names.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { backtestScenario } from "./backtest-scenario.ts";
import { calibrate } from "./calibrate.ts";
import { calibratedWorld } from "./calibrated-world.ts";
import type { Calibration, CalibrationProblem } from "./calibration.ts";
import { type CalibrationCheck, checkCalibration } from "./check-calibration.ts";
import type { History } from "./history.ts";

export type PreparedBacktest =
  | { readonly kind: "refused"; readonly problems: readonly CalibrationProblem[] }
  | {
      readonly kind: "ready";
      readonly calibration: Calibration;
      readonly check: CalibrationCheck;
      readonly scenario: Scenario;
    };

/**
 * From a recording to a scenario: calibrates the world, lets it repeat the past, and puts the recorded requests before it.
 *
 * @param config every played database has a limit
 * @param advance told the seconds of the recording that the check has played
 */
export function prepareBacktest(
  history: History,
  config: Config,
  controllers: readonly ControllerName[],
  advance: (seconds: number) => void = () => {},
): PreparedBacktest {
  const outcome = calibrate(history, config);
  if (outcome.kind === "refused") return outcome;
  const { calibration } = outcome;
  const problems = limitProblems(calibration, config, history);
  if (problems.length > 0) return { kind: "refused", problems };
  const check = checkCalibration(calibratedWorld(calibration, config, history), history, advance);
  return { kind: "ready", calibration, check, scenario: backtestScenario(calibration, config, history, controllers) };
}

/** A wall that the recording has passed is not where the wall is. */
function limitProblems({ databases }: Calibration, config: Config, history: History): readonly CalibrationProblem[] {
  return databases.flatMap(({ database }): CalibrationProblem[] => {
    const limit = config.databases.find(({ name }) => name === database)?.maxConnections ?? null;
    const recorded = history.databases.find((one) => one.database === database)?.connections ?? [];
    const peak = recorded.reduce<number>((most, one) => Math.max(most, one ?? 0), 0);
    if (limit === null || peak <= limit) return [];
    return [
      {
        code: "limit-below-recorded",
        subject: database,
        message: `${Math.round(peak)} connections were recorded, but its maxConnections is ${limit}`,
        fix: "Correct maxConnections in headgate.yml (SHOW max_connections), or --max-connections.",
      },
    ];
  });
}

const hoursPerDay = 24;
const hoursPerWeek = 168;

/** What a reader may switch of the approximation. AWS publishes the times, not the model. */
export type ForecastRules = {
  /** No forecast with less. [D] */
  readonly leastHours: number;
  /** Older hours are not used: 14 days. [D] */
  readonly mostHours: number;
  /** A new forecast every 6 hours. [D] */
  readonly refreshHours: number;
  /** Which of the same hour's values is taken, 0..1. [I] */
  readonly quantile: number;
};

export const forecastRules: ForecastRules = { leastHours: 24, mostHours: 336, refreshHours: 6, quantile: 0.75 };

/**
 * An approximation [I] of predictive scaling's forecast: the quantile of what the same hour of the week had, and of the day as
 * long as there is no week of data.
 *
 * @param loads one value per hour since the data began, any unit; `null`: nothing was measured
 * @param hour counted as `loads` is; at most 48 h ahead of the last refresh
 * @returns in the unit of `loads`; `null` with too little data, which is not 0
 * @throws never
 */
export const forecastLoad = (
  loads: readonly (number | null)[],
  hour: number,
  rules: ForecastRules = forecastRules,
): number | null => {
  const knownHours = Math.floor(Math.min(loads.length, hour) / rules.refreshHours) * rules.refreshHours;
  if (knownHours < rules.leastHours) return null;
  const fromHour = Math.max(0, knownHours - rules.mostHours);
  const sameHour = (stride: number): number[] => {
    const found: number[] = [];
    for (let past = hour - stride; past >= fromHour; past -= stride) {
      const load = past < knownHours ? loads[past] : null;
      if (load !== null && load !== undefined) found.push(load);
    }
    return found;
  };
  const ofWeek = sameHour(hoursPerWeek);
  const values = (ofWeek.length > 0 ? ofWeek : sameHour(hoursPerDay)).sort((a, b) => a - b);
  if (values.length === 0) return null;
  return values[Math.ceil(rules.quantile * (values.length - 1))] as number;
};

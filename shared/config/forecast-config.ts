/** What asks ahead of the load; it only ever raises an ask. */
export type ForecastConfig = {
  /** The trend of the request rate, projected over the start time. */
  readonly trend: boolean;
  /** `null`: no floor by the time of day. */
  readonly season: SeasonForecastConfig | null;
  /** The part of what was forecast that may fail to come before it is off, 0..1. */
  readonly mostErrorRatio: number;
};

export type SeasonForecastConfig = {
  /** Of the same quarter-hour on earlier days, 0..1. */
  readonly quantile: number;
  /** A day this old has half the weight. >= 1 */
  readonly halfLifeDays: number;
};

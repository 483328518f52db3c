import { DEFAULTS } from "./defaults.ts";
import type { ForecastConfig, SeasonForecastConfig } from "./forecast-config.ts";
import type { ForecastForm } from "./schema-forecast.ts";

/** @returns `{}` where nothing is forecast: such a service is planned as if there were no forecasts at all */
export const compileForecast = (form: ForecastForm | undefined): { readonly forecast?: ForecastConfig } => {
  if (form === undefined || form === false) return {};
  const keys = form === true ? {} : form;
  const trend = keys.trend ?? DEFAULTS.forecastTrend;
  const season = compileSeason(keys.season ?? DEFAULTS.forecastSeason);
  if (!trend && season === null) return {};
  return { forecast: { trend, season, mostErrorRatio: keys.mostErrorRatio ?? DEFAULTS.forecastMostErrorRatio } };
};

type SeasonForm = boolean | { readonly quantile?: number | undefined; readonly halfLifeDays?: number | undefined };

const compileSeason = (form: SeasonForm): SeasonForecastConfig | null => {
  if (form === false) return null;
  const { quantile = DEFAULTS.seasonQuantile, halfLifeDays = DEFAULTS.seasonHalfLifeDays } = form === true ? {} : form;
  return { quantile, halfLifeDays };
};

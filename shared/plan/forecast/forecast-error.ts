/** How much of what was forecast did not come, lately. */
export type ForecastError = {
  /** 0: everything came; 1: nothing did. Exponentially weighted, the newest forecast with a quarter. */
  readonly ratio: number;
  readonly isOff: boolean;
};

export const noError: ForecastError = { ratio: 0, isOff: false };

/** Four bad forecasts in a row switch off; it takes about as many good ones to trust it again. */
const newestWeight = 0.25;
/** On again at this part of the bound, so that an error at the bound doesn't switch to and fro. */
const onAgainRatio = 0.5;

/**
 * Judges one forecast by what came.
 *
 * Only what was forecast too much counts: too little costs nothing that would not be lost without a forecast. Relative
 * to the forecast, so an error is in [0, 1] however quiet the service is.
 *
 * @param perSecond the rate that was forecast, > 0
 * @param cameInstead the rate that came, >= 0
 * @param mostErrorRatio above it the forecast is off, 0..1
 * @returns the error to remember
 * @throws never
 */
export const judged = (
  before: ForecastError,
  perSecond: number,
  cameInstead: number,
  mostErrorRatio: number,
): ForecastError => {
  const missing = perSecond > 0 ? Math.max(0, perSecond - cameInstead) / perSecond : 0;
  const ratio = before.ratio + newestWeight * (missing - before.ratio);
  const isOff = before.isOff ? ratio > mostErrorRatio * onAgainRatio : ratio > mostErrorRatio;
  return { ratio, isOff };
};

/**
 * As much of a forecast as has come of the ones before it: what is often too much asks for less.
 *
 * @returns requests per second; `null`: nothing is forecast, or it is off
 */
export const trusted = (perSecond: number | null, { ratio, isOff }: ForecastError): number | null =>
  perSecond === null || isOff ? null : perSecond * (1 - ratio);

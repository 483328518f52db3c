/** Of `headgate backtest`. */
export type BacktestOptions = {
  readonly csv: readonly string[];
  readonly config: string;
  readonly days: number;
  readonly region?: string;
  readonly controller: readonly string[];
  readonly maxConnections: ReadonlyMap<string, number>;
  readonly acceptError?: boolean;
  readonly refresh?: boolean;
  readonly report?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
};

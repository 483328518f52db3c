/** Of `headgate run` itself, beside the runbook's own. */
export type RunCommandOptions = {
  readonly list?: boolean;
  readonly status?: string;
  readonly approve?: string;
  readonly abort?: string;
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly stage: string;
  readonly region?: string;
};

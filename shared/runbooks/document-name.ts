/** Of the Systems Manager document that runs a runbook. */
export const documentNameOf = (prefix: string, runbook: string): string => `${prefix}-run-${runbook}`;

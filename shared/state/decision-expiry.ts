const daySeconds = 24 * 3600;

/** @returns whole seconds since 1970, as DynamoDB's time to live wants them */
export const decisionExpiry = (atMs: number, retentionDays: number): number =>
  Math.ceil(atMs / 1000) + retentionDays * daySeconds;

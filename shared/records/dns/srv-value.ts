/** All tasks are alike: one priority, one weight. @see RFC 2782 */
export const srvValueOf = (port: number, host: string): string => `1 1 ${port} ${host}`;

/** @returns `null` of what is no SRV value */
export const parseSrvValue = (value: string): { readonly port: number; readonly host: string } | null => {
  const match = /^\d+ \d+ (\d+) (\S+?)\.?$/.exec(value);
  return match ? { port: Number(match[1]), host: match[2]!.toLowerCase() } : null;
};

/**
 * The host of a region's AWS console.
 *
 * @returns `null` for a partition whose console's address is not published
 */
export const consoleHost = (region: string): string | null => {
  if (region.startsWith("cn-")) return `${region}.console.amazonaws.cn`;
  if (region.startsWith("us-gov-")) return `${region}.console.amazonaws-us-gov.com`;
  // Isolated and sovereign partitions.
  if (/^[a-z]+-iso|^eusc-/.test(region)) return null;
  return `${region}.console.aws.amazon.com`;
};

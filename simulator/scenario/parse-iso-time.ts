const isoTime = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * ISO 8601 with Z or an offset.
 *
 * @returns epoch ms; `null` for anything else, and for a day that no calendar has: `Date.parse` makes March 2 of February 30
 */
export function parseIsoTime(text: string): number | null {
  const day = isoTime.exec(text)?.[1];
  if (day === undefined) return null;
  const midnightMs = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnightMs) || !new Date(midnightMs).toISOString().startsWith(day)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

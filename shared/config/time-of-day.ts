/**
 * Reads a time of day such as 22:00.
 *
 * @returns 0..1439, minutes after midnight; `null`: it is none
 */
export const minuteOfDay = (text: string): number | null => {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return parts === null ? null : Number(parts[1]) * 60 + Number(parts[2]);
};

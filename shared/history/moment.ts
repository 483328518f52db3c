/**
 * The last moment that a date can be, in epoch ms; the first is as far before 1970. Past it a time can't be written out.
 *
 * @see ECMA-262, time values and time range
 */
export const lastMomentMs = 8_640_000_000_000_000;

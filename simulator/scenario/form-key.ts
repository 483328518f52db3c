import * as z from "zod";
import { whole } from "../../shared/config/schema-key.ts";

/** A number with both its bounds, so that a problem can name them. */
export function amount(minimum: number, maximum: number) {
  return z.number().min(minimum).max(maximum);
}

/** More than nothing. */
export function positive(maximum: number) {
  return z.number().gt(0).max(maximum);
}

/** A share; 100 is all. */
export const percent = amount(0, 100);

export const mostRequestsPerSecond = 1_000_000;
export const requestRate = amount(0, mostRequestsPerSecond);

/** 31 days. */
export const longestSeconds = 2_678_400;

/** A second of the run, counted from its start. */
export const second = whole(0, longestSeconds);

/** A file's own text, shown in reports. */
export const sentence = z.string().min(1).max(1_000);

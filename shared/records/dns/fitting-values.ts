import { compareText } from "../../config/by-name.ts";
import { route53Limits } from "./route53-limits.ts";

/** A value of a set; one that is published already keeps its place. */
export type Candidate = { readonly value: string; readonly isPublished: boolean };

/**
 * The values that fit in one set: as many as Route 53 allows, and no more than an UPSERT of them can carry.
 *
 * An UPSERT counts twice, so half of a request's characters are what a set and its ownership record may have together.
 *
 * @param ownershipCharacters of the TXT record that may be written with it
 * @returns the values, unique and sorted, and how many did not fit
 */
export const fittingValues = (
  candidates: readonly Candidate[],
  ownershipCharacters: number,
): { readonly values: readonly string[]; readonly leftOutCount: number } => {
  const published = new Set(candidates.filter(({ isPublished }) => isPublished).map(({ value }) => value));
  const unique = [...new Set(candidates.map(({ value }) => value))].sort(
    (a, b) => Number(published.has(b)) - Number(published.has(a)) || compareText(a, b),
  );
  let characters = route53Limits.charactersPerBatch / 2 - ownershipCharacters;
  const values: string[] = [];
  for (const value of unique) {
    if (values.length === route53Limits.valuesPerSet || value.length > characters) break;
    characters -= value.length;
    values.push(value);
  }
  return { values: values.sort(compareText), leftOutCount: unique.length - values.length };
};

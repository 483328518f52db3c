import { median } from "./quantile.ts";

/** One observation: y is explained by the columns of x, which hold a 1 where an intercept is wanted. */
export type Observation = { readonly x: readonly number[]; readonly y: number };

const rounds = 25;
/** Tukey's biweight: 95 % as efficient as least squares where the errors are normal. */
const biweightReach = 4.685;
/** Turns a median absolute deviation into a standard deviation. */
const madToSigma = 1.4826;
/** A column that the others explain up to this part of its size can't be told from them. */
const singularRatio = 1e-9;

/**
 * Linear regression that a minority of wild readings can't bend: least squares, reweighted by Tukey's biweight.
 *
 * @param columns in every observation
 * @returns a coefficient per column; `null` where a column is a mixture of others, or there are too few observations
 * @throws never
 * @see P. J. Huber, E. M. Ronchetti, Robust Statistics (2nd ed.), section 7.8: iteratively reweighted least squares
 */
export function robustFit(observations: readonly Observation[], columns: number): readonly number[] | null {
  const weights = new Float64Array(observations.length).fill(1);
  let fit = weightedFit(observations, weights, columns);
  for (let round = 0; round < rounds && fit !== null; round += 1) {
    const coefficients: readonly number[] = fit;
    const residuals = observations.map(({ x, y }) => y - predict(coefficients, x));
    const sigma = madToSigma * (median(residuals.map(Math.abs)) ?? 0);
    // Half of the readings lie on the line: nothing is left to improve.
    if (sigma < 1e-12) break;
    // The first rounds look further, so that a bad start does not throw out the good readings.
    const reach = (round < 5 ? 2 : 1) * biweightReach * sigma;
    for (const [index, residual] of residuals.entries()) {
      const distance = Math.abs(residual) / reach;
      weights[index] = distance >= 1 ? 0 : (1 - distance * distance) ** 2;
    }
    const next = weightedFit(observations, weights, columns);
    if (next === null) break;
    const moved = next.some(
      (value, column) => Math.abs(value - (coefficients[column] as number)) > 1e-9 + 1e-6 * Math.abs(value),
    );
    fit = next;
    if (!moved && round > 5) break;
  }
  return fit;
}

export function predict(coefficients: readonly number[], x: readonly number[]): number {
  return x.reduce((sum, value, column) => sum + value * (coefficients[column] as number), 0);
}

/** Normal equations, columns scaled to one size, solved by elimination with pivots. */
function weightedFit(
  observations: readonly Observation[],
  weights: Float64Array,
  columns: number,
): readonly number[] | null {
  if (observations.length < columns || columns === 0) return null;
  const scale = Array.from({ length: columns }, (_, column) =>
    observations.reduce((most, { x }) => Math.max(most, Math.abs(x[column] as number)), 0),
  );
  if (scale.some((size) => size === 0)) return null;
  const width = columns + 1;
  const matrix = new Float64Array(columns * width);
  for (const [index, { x, y }] of observations.entries()) {
    const weight = weights[index] as number;
    if (weight === 0) continue;
    for (let row = 0; row < columns; row += 1) {
      const left = (weight * (x[row] as number)) / (scale[row] as number);
      for (let column = 0; column < columns; column += 1) {
        matrix[row * width + column]! += (left * (x[column] as number)) / (scale[column] as number);
      }
      matrix[row * width + columns]! += left * y;
    }
  }
  const solved = eliminate(matrix, columns);
  return solved?.map((value, column) => value / (scale[column] as number)) ?? null;
}

function eliminate(matrix: Float64Array, size: number): number[] | null {
  const width = size + 1;
  const largest = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(matrix[row * width + column]!) > Math.abs(matrix[pivot * width + column]!)) pivot = row;
    }
    if (Math.abs(matrix[pivot * width + column]!) <= singularRatio * largest) return null;
    for (let at = 0; at < width; at += 1) {
      const kept = matrix[column * width + at]!;
      matrix[column * width + at] = matrix[pivot * width + at]!;
      matrix[pivot * width + at] = kept;
    }
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = matrix[row * width + column]! / matrix[column * width + column]!;
      for (let at = column; at < width; at += 1) matrix[row * width + at]! -= factor * matrix[column * width + at]!;
    }
  }
  return Array.from({ length: size }, (_, row) => matrix[row * width + size]! / matrix[row * width + row]!);
}

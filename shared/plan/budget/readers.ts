/**
 * How unevenly connections spread over a cluster's readers.
 *
 * The reader endpoint answers by DNS in turns, and a pool keeps what it got for as long as it lives, so one reader may
 * hold one and a half times its even share, and another two thirds of it. A fraction, so that integers decide.
 */
const spread = { numerator: 3, denominator: 2 } as const;

/**
 * What all readers together carry, when one of them carries `perReader`.
 *
 * Total / readers x 1.5 must fit on each; with one reader there is nothing to spread.
 *
 * @param perReader whole connections of the smallest reader's budget; may be negative
 * @param readers >= 0
 * @returns whole connections, rounded down; 0 at most for no reader
 */
export const carriedByReaders = (perReader: number, readers: number): number => {
  if (readers === 0) return Math.min(0, perReader);
  if (readers === 1) return perReader;
  return Math.floor((perReader * readers * spread.denominator) / spread.numerator);
};

/** The most of `total` connections that one of the readers may hold, rounded up. */
export const mostOnOneReader = (total: number, readers: number): number =>
  readers <= 1 ? total : Math.min(total, Math.ceil((total * spread.numerator) / (readers * spread.denominator)));

/** The fewest of `total` connections that the fullest reader can be said to hold, rounded down. */
export const leastOnOneReader = (total: number, readers: number): number =>
  readers <= 1 ? total : Math.floor((total * spread.denominator) / (readers * spread.numerator));

/** What came of one run, by the simulator or by real processes. */
export type Outcome = {
  /** To open a connection, by all tasks since second 0. */
  readonly attempts: number;
  readonly refused: number;
  /** The first refused one counted; `null`: none was. */
  readonly attemptsToRefusal: number | null;
  /** When it was refused, virtual seconds; `null`: none was. */
  readonly secondsToExhaustion: number | null;
  /** Most that were desired at once. */
  readonly peakDesired: number;
};

/** Of the attempts, 0..1. */
export const refusedShare = ({ attempts, refused }: Outcome): number => (attempts === 0 ? 0 : refused / attempts);

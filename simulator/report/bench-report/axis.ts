/** A lane's own units across; it is stretched to the width it gets. */
export const LANE_WIDTH = 1000;

export type Axis = {
  /** 0..LANE_WIDTH */
  readonly place: (value: number) => number;
  readonly ticks: readonly { readonly place: number; readonly label: string }[];
  /** Where the lane for what is too small to tell from nothing ends; 0: there is none. */
  readonly zeroLaneWidth: number;
};

const PADDING = 24;
const ZERO_LANE_WIDTH = 76;
/** Labels nearer than this would touch on a narrow screen. */
const LABEL_SPACE = 110;

/**
 * A logarithmic axis, with a lane apart for everything below it: a logarithm has no zero.
 *
 * @param from > 0; what is below is in the zero lane, or at the edge where there is none
 * @param to > from
 */
export function logAxis(of: {
  readonly from: number;
  readonly to: number;
  /** What the zero lane is called; `null`: there is none. */
  readonly zeroLabel: string | null;
  /** Where labels may stand; those outside are left out. */
  readonly ticks: readonly number[];
  readonly label: (value: number) => string;
}): Axis {
  const { from, to, zeroLabel } = of;
  const zeroLaneWidth = zeroLabel === null ? 0 : ZERO_LANE_WIDTH;
  const [first, last] = [zeroLaneWidth + PADDING, LANE_WIDTH - PADDING];
  const place = (value: number) => {
    if (zeroLabel !== null && value < from) return ZERO_LANE_WIDTH / 2;
    const share = Math.log(Math.max(value, from) / from) / Math.log(to / from);
    return Math.round(first + Math.min(1, share) * (last - first));
  };
  const ticks = zeroLabel === null ? [] : [{ place: ZERO_LANE_WIDTH / 2, label: zeroLabel }];
  for (const value of of.ticks.filter((tick) => tick >= from && tick <= to)) {
    if (place(value) - (ticks.at(-1)?.place ?? Number.NEGATIVE_INFINITY) < LABEL_SPACE) continue;
    ticks.push({ place: place(value), label: of.label(value) });
  }
  return { place, ticks, zeroLaneWidth };
}

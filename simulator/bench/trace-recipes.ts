/**
 * How each recording is used: what its own description asks for, nothing chosen by outcome.
 *
 * Controllers may be tuned on the `tuning` ones only; the rest is scored.
 */
export type TraceRecipe = {
  readonly file: string;
  readonly part: "tuning" | "scored";
  /** Each is a set of worlds of its own. */
  readonly scales: readonly number[];
  /** Further ones with whole windows. */
  readonly fullScales: readonly number[];
  /** A moving average over this long, before scaling; 0: as recorded. */
  readonly smoothSeconds: number;
};

/** NASA's logs count about 48 requests a minute, so their counting noise would be scaled up with them. */
const nasaSmoothSeconds = 300;

export const traceRecipes: readonly TraceRecipe[] = [
  recipe("nasa-jul95-27d.csv", "tuning", [50], { smoothSeconds: nasaSmoothSeconds }),
  recipe("autothrottle-noisy-1h-1s.csv", "tuning", [1]),
  recipe("autothrottle-diurnal-1h-1s.csv", "tuning", [1]),
  recipe("nasa-aug95-outage-8d.csv", "scored", [50], { smoothSeconds: nasaSmoothSeconds }),
  recipe("wc98-bursts-8d.csv", "scored", [1, 5], { fullScales: [2] }),
  recipe("wc98-knockout-14d.csv", "scored", [0.1, 1], { fullScales: [0.3] }),
  recipe("azure-llm-conv-1h-1s.csv", "scored", [20]),
  recipe("boutique-wiki-frontend-1h-1s.csv", "scored", [1]),
];

function recipe(
  file: string,
  part: TraceRecipe["part"],
  scales: readonly number[],
  rest: Partial<TraceRecipe> = {},
): TraceRecipe {
  return { file, part, scales, fullScales: [], smoothSeconds: 0, ...rest };
}

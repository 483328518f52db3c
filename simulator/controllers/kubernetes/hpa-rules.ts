/** A rate policy of the behaviour section: so many pods, or so many percent of the count at the period's start. */
export type RatePolicy = {
  readonly kind: "pods" | "percent";
  readonly value: number;
  readonly periodSeconds: number;
};

export type ScalingDirection = {
  readonly stabilizationSeconds: number;
  readonly policies: readonly RatePolicy[];
  /** Of several policies: the one that changes most, the one that changes least, or no change at all. */
  readonly select: "max" | "min" | "disabled";
};

/** The HPA's settings that a reader may switch. docs/peers.md has them as a table. */
export type HpaRules = {
  readonly syncSeconds: number;
  /** Seconds after a whole sync period at which this HPA's turn is; scrapes are at whole ones. [I] */
  readonly syncOffsetSeconds: number;
  readonly scrapeSeconds: number;
  /** 0.1: no action for a ratio of 0.9 to 1.1, ends included. */
  readonly tolerance: number;
  /** In its first minutes a pod's CPU counts only once a whole scrape was taken after it got ready. */
  readonly cpuInitializationSeconds: number;
  readonly scaleUp: ScalingDirection;
  readonly scaleDown: ScalingDirection;
};

/** Kubernetes' defaults. [D] */
export const hpaRules: HpaRules = {
  syncSeconds: 15,
  syncOffsetSeconds: 7,
  scrapeSeconds: 15,
  tolerance: 0.1,
  cpuInitializationSeconds: 300,
  scaleUp: {
    stabilizationSeconds: 0,
    policies: [
      { kind: "percent", value: 100, periodSeconds: 15 },
      { kind: "pods", value: 4, periodSeconds: 15 },
    ],
    select: "max",
  },
  scaleDown: {
    stabilizationSeconds: 300,
    policies: [{ kind: "percent", value: 100, periodSeconds: 15 }],
    select: "max",
  },
};

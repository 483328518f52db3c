/** What goes wrong from outside. Seconds are counted from `startMs`; a fault holds in [fromSecond, untilSecond). */
export type FaultSpec =
  /** AWS answers ThrottlingException to a share of the calls of one API. */
  | (Span & { readonly kind: "api-throttling"; readonly api: ThrottledApi; readonly ratio: number })
  /** Nothing is published; what was measured meanwhile comes when it ends. */
  | (Span & { readonly kind: "stale-metrics"; readonly service?: string })
  /** Of the events that EventBridge should deliver, this share never comes. */
  | (Span & { readonly kind: "lost-events"; readonly ratio: number })
  /** This share comes twice. */
  | (Span & { readonly kind: "duplicate-events"; readonly ratio: number })
  /** A share of every service's tasks dies at once and is replaced elsewhere; nothing is placed there until it ends. */
  | (Span & { readonly kind: "zone-loss"; readonly ratio: number })
  /** Hold time and CPU of every request at the database are multiplied. */
  | (Span & { readonly kind: "slow-database"; readonly database: string; readonly factor: number });

/** [fromSecond, untilSecond). */
export type Span = { readonly fromSecond: number; readonly untilSecond: number };

/** APIs whose calls a fault can throttle. */
export type ThrottledApi = "ecs" | "application-autoscaling" | "cloudwatch";

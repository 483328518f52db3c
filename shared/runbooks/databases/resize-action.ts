export type ResizeAction =
  | {
      readonly kind: "modify";
      readonly instance: string;
      readonly instanceClass: string;
      readonly when: "now" | "maintenance-window";
    }
  | { readonly kind: "failover"; readonly cluster: string; readonly from: string; readonly to: string }
  /** Takes a class back that still waits for its window. */
  | { readonly kind: "revert"; readonly instance: string }
  | { readonly kind: "wake"; readonly domain: string };

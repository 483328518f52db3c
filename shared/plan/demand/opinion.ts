import type { FindingCode } from "../explain/codes.ts";

/** What one signal has to say about its service's task count. */
export type Opinion =
  | {
      readonly kind: "ask";
      readonly signal: string;
      readonly tasks: number;
      /** False: it raises an ask only together with another signal. */
      readonly asksAlone: boolean;
      /** value / target, for people and for the pace of reading; `null` for an alarm. */
      readonly ratio: number | null;
    }
  /** It neither asks nor objects. */
  | { readonly kind: "none"; readonly signal: string; readonly code: FindingCode | null; readonly detail: string }
  /** It can't be read: nothing may shrink, nothing grows because of it. */
  | { readonly kind: "hold"; readonly signal: string; readonly code: FindingCode; readonly detail: string };

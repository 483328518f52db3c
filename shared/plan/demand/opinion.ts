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
      /** It also objects to any scale-in. */
      readonly keeps?: true;
      /** Its datapoint was taken while tasks were starting: it raises an ask only if the requests don't object. */
      readonly warmingUp?: true;
    }
  /** It asks for nothing more, and objects to a scale-in. */
  | { readonly kind: "keep"; readonly signal: string; readonly detail: string; readonly ratio: number }
  /** It neither asks nor objects. */
  | {
      readonly kind: "none";
      readonly signal: string;
      readonly code: FindingCode | null;
      readonly detail: string;
      readonly numbers?: Readonly<Record<string, number>>;
    }
  /** It can't be read: nothing may shrink, nothing grows because of it. */
  | { readonly kind: "hold"; readonly signal: string; readonly code: FindingCode; readonly detail: string };

/** What a step or a fix adds to the bill, in the account's region. */
export type Priced =
  /** One standard-resolution alarm metric. */
  | { readonly kind: "alarm-metric" }
  /** An RDS or Aurora instance, on demand. */
  | {
      readonly kind: "database-instance";
      readonly engine: string;
      readonly instanceClass: string;
      readonly multiAz: boolean;
    }
  /** RDS Proxy in front of an instance of this class. */
  | { readonly kind: "database-proxy"; readonly engine: string; readonly instanceClass: string }
  | { readonly kind: "application-balancer" }
  /** The smallest node of ElastiCache that is of use: `cache.t4g.small`. */
  | { readonly kind: "cache-node"; readonly nodeType: string };

export type Price =
  | {
      readonly kind: "known";
      /** Of a month of 730 h. */
      readonly monthlyDollars: number;
      /** ISO date, or a month, of when the figure held. */
      readonly asOf: string;
      readonly source: string;
    }
  | { readonly kind: "unknown" };

/** Where prices come from; the checklist has none of its own. */
export type PriceOf = (what: Priced) => Price;

export const noPrices: PriceOf = () => ({ kind: "unknown" });

import type { Price } from "../price.ts";

export type NextStep = {
  readonly code: NextStepCode;
  readonly what: string;
  /** With the numbers behind it. */
  readonly because: string;
  readonly numbers: Readonly<Record<string, number>>;
  /** Of a month; `null`: the step itself costs nothing, or what it costs follows from the load. */
  readonly price: Price | null;
  readonly command: string;
};

export type NextStepCode =
  | "connections-proxy"
  | "database-replica"
  | "database-cache"
  | "database-class"
  | "second-zone"
  | "more-tasks"
  | "elastic-service"
  | "nothing";

/** What several ask for, the busiest does first; of equals the smaller name. */
export const busiest = <Item extends { readonly weight: number; readonly name: string }>(
  items: readonly Item[],
): Item | null => [...items].sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))[0] ?? null;

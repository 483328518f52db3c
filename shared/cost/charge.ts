import { hoursPerMonth } from "./money.ts";

/** Something that is paid for: so many units, all the time or so many in a month. */
export type Charge = {
  /** What it belongs to: a service, a database, `Headgate`. Lines of one part stand together. */
  readonly part: string;
  /** What it is, for a person: `3 tasks, 0.75 vCPU`. */
  readonly title: string;
  /** The price book's name of it. */
  readonly what: string;
  /** Units at a time where it is paid by the hour, else units in a month. >= 0 */
  readonly count: number;
  /** `hours`: count x 730 is what a month has of it. */
  readonly paid: "hours" | "month";
  /** What must not be interrupted or is not bought for a term; absent: as the scenario has it. */
  readonly onDemandOnly?: true;
};

/** Units of the price book in a month of 730 hours. */
export const monthlyQuantity = ({ count, paid }: Charge): number => (paid === "hours" ? count * hoursPerMonth : count);

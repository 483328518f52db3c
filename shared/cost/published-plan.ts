import type { Bill } from "./bill.ts";
import { sumsByPart } from "./bill.ts";
import { amountOf, hoursPerMonth, type Microdollars } from "./money.ts";

/**
 * What the published plan of the sample prints, as far as it is known.
 *
 * Of its lines only the tasks' are known, by their rate, their unit prices and the sum for a service of three; of the whole,
 * the sum that it prints and the one that its parts add up to. What it prints of the other lines is not known here.
 */
export const publishedPlan = {
  vcpuDollars: "0.04048",
  gbDollars: "0.004445",
  /** Of a task of 0.25 vCPU and 0.5 GB. */
  taskHourDollars: "0.01572",
  tasks: 3,
  /** Of a service of three such tasks. */
  serviceMonthDollars: "342.70",
  totalDollars: "4026",
  partsDollars: "4030",
} as const;

const exactly = (dollars: string): Microdollars => amountOf(dollars, 1);

/** What the plan's own figures come to when they are multiplied again. */
export const recomputed = (() => {
  const { vcpuDollars, gbDollars, taskHourDollars, tasks, serviceMonthDollars } = publishedPlan;
  const hours = tasks * hoursPerMonth;
  return {
    /** 0.25 x 0.04048 + 0.5 x 0.004445, which has half a millionth: a thousand hours of it are whole. */
    thousandTaskHours: amountOf(vcpuDollars, 250) + amountOf(gbDollars, 500),
    serviceMonth: amountOf(vcpuDollars, 0.25 * hours) + amountOf(gbDollars, 0.5 * hours),
    serviceMonthAtPrintedRate: amountOf(taskHourDollars, hours),
    printedServiceMonth: exactly(serviceMonthDollars),
  };
})();

/** One line of the comparison; `null`: not known. */
export type ComparedLine = {
  readonly part: string;
  readonly printed: Microdollars | null;
  readonly recomputed: Microdollars | null;
  readonly book: Microdollars;
  readonly confirmed: boolean;
};

export type PlanComparison = {
  readonly lines: readonly ComparedLine[];
  readonly printedTotal: Microdollars;
  readonly printedParts: Microdollars;
  readonly bookTotal: Microdollars;
  /** The printed parts, with seven services at the plan's own rate in place of the printed ones: if all seven are printed alike. */
  readonly correctedParts: Microdollars;
};

/** The published plan beside what the price book gives, line by line. Pure. */
export const comparePlan = (bill: Bill): PlanComparison => {
  const lines = [...sumsByPart(bill)].map(([part, book]): ComparedLine => {
    const isService = part.startsWith("service ");
    return {
      part,
      printed: isService ? recomputed.printedServiceMonth : null,
      recomputed: isService ? recomputed.serviceMonth : null,
      book,
      confirmed: bill.lines.every((line) => line.part !== part || line.row.confirmed),
    };
  });
  const services = lines.filter(({ printed }) => printed !== null).length;
  const printedParts = exactly(publishedPlan.partsDollars);
  return {
    lines,
    printedTotal: exactly(publishedPlan.totalDollars),
    printedParts,
    bookTotal: bill.monthly,
    correctedParts: printedParts - services * (recomputed.printedServiceMonth - recomputed.serviceMonth),
  };
};

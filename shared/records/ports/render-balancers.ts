import { textTable } from "../../text-table.ts";
import type { BalancerComparison } from "./compare-balancers.ts";

/** Each way with its sum, then its arithmetic; what has no price, with what to do. */
export const renderBalancers = ({ ways, unpriced }: BalancerComparison): readonly string[] => [
  ...textTable([
    ["way", "$ a month"],
    ...ways.map(({ title, dollarsPerMonth }) => [title, dollarsPerMonth.toFixed(2)]),
  ]),
  ...ways.map(({ title, lines }) => {
    const sums = lines.map(
      ({ what, arithmetic, dollars, confirmed }) =>
        `${what} ${arithmetic} = ${dollars.toFixed(2)}${confirmed ? "" : "*"}`,
    );
    return `  ${title}: ${sums.join("; ")}`;
  }),
  ...unpriced.flatMap(({ message, fix }) => [`  no price: ${message}`, `    ${fix}`]),
];

import { describe, expect, it } from "@jest/globals";
import { type NoRoom, type Payable, settle, spend } from "../../shared/plan/budget/spend.ts";

const plain: readonly Payable[] = [
  { room: "main", unitsPerTask: 10 },
  { room: "side", unitsPerTask: 3 },
];
const behindProxy: readonly Payable[] = [
  { room: "main", unitsPerTask: 10, prepaid: [{ room: "peak", unitsPerTask: 4 }] },
];

describe("the price of more tasks", () => {
  type Row = {
    readonly when: string;
    readonly prices: readonly Payable[];
    readonly tasks: number;
    readonly left: Readonly<Record<string, number | null>>;
    readonly expected: NoRoom | Readonly<Record<string, number | null>>;
  };
  it.each<Row>([
    {
      when: "is paid in every room",
      prices: plain,
      tasks: 2,
      left: { main: 25, side: 6 },
      expected: { main: 5, side: 0 },
    },
    {
      when: "is refused by the first room that lacks it",
      prices: plain,
      tasks: 2,
      left: { main: 25, side: 5 },
      expected: { kind: "no-room", by: "side", freeUnits: 5, priceUnits: 6 },
    },
    {
      when: "is refused by a closed room",
      prices: plain,
      tasks: 1,
      left: { main: null },
      expected: { kind: "closed", by: "main" },
    },
    {
      when: "is refused by a closed room rather than by a full one before it",
      prices: plain,
      tasks: 1,
      left: { main: 0, side: null },
      expected: { kind: "closed", by: "side" },
    },
    {
      when: "is refused by a room that nobody knows",
      prices: plain,
      tasks: 1,
      left: {},
      expected: { kind: "closed", by: "main" },
    },
    {
      when: "is refused by a room in the red, though it is nothing",
      prices: plain,
      tasks: 0,
      left: { main: -1, side: 5 },
      expected: { kind: "no-room", by: "main", freeUnits: -1, priceUnits: 0 },
    },
    {
      when: "is paid from what is prepaid first, as far as that goes",
      prices: behindProxy,
      tasks: 3,
      left: { main: 22, peak: 8 },
      expected: { main: 0, peak: 0 },
    },
    {
      when: "is paid from what is prepaid no further than it is for",
      prices: behindProxy,
      tasks: 1,
      left: { main: 22, peak: 8 },
      expected: { main: 16, peak: 4 },
    },
    {
      when: "is refused where what is prepaid doesn't cover the rest",
      prices: behindProxy,
      tasks: 1,
      left: { main: 5, peak: 100 },
      expected: { kind: "no-room", by: "main", freeUnits: 5, priceUnits: 6 },
    },
    {
      when: "is full where nothing was prepaid",
      prices: behindProxy,
      tasks: 1,
      left: { main: 10 },
      expected: { main: 0, peak: 0 },
    },
  ])("$when", ({ prices, tasks, left, expected }) => {
    const rooms = new Map(Object.entries(left));
    const spent = new Map<string, number>();
    const refusal = spend(prices, tasks, rooms, spent);
    if (refusal === null) settle(rooms, spent);
    expect(refusal ?? Object.fromEntries(rooms)).toEqual(expected);
    if (refusal !== null) expect(Object.fromEntries(rooms)).toEqual(left);
  });
});

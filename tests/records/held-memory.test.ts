import { expect, it } from "@jest/globals";
import { rememberHeld } from "../../shared/records/held-memory.ts";
import type { Settled } from "../../shared/records/settle-endpoints.ts";

const holding = (...heldKeys: readonly string[]): Settled => ({
  kind: "known",
  endpoints: [],
  kept: [],
  held: null,
  heldKeys,
});

type Row = { when: string; settled: readonly (readonly [string, Settled])[]; gives: object };

it.each<Row>([
  { when: "nothing is settled", settled: [], gives: {} },
  { when: "nothing is held", settled: [["order", holding()]], gives: {} },
  {
    when: "one of two holds something",
    settled: [
      ["order", holding()],
      ["cart", holding("1")],
    ],
    gives: { held: { cart: ["1"] } },
  },
  {
    when: "two under one name hold something, each once and sorted",
    settled: [
      ["order", holding("3", "1")],
      ["order", holding()],
      ["order", holding("2", "1")],
    ],
    gives: { held: { order: ["1", "2", "3"] } },
  },
  {
    when: "names come in another order, and are sorted",
    settled: [
      ["order", holding("1")],
      ["cart", holding("2")],
      ["login", holding("3")],
    ],
    gives: { held: { cart: ["2"], login: ["3"], order: ["1"] } },
  },
])("what the guard keeps is remembered by name, where $when", ({ settled, gives }) => {
  // As text, because the order of the names is told by nothing else.
  expect(JSON.stringify(rememberHeld(settled))).toBe(JSON.stringify(gives));
});

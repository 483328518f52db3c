import { expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { type FillEntry, FillQueue } from "../../shared/plan/admit/fill-queue.ts";
import { always } from "./always.ts";

it("a fill queue always gives the smallest key first, ties to the smaller index, also between pushes", () => {
  const operations = fc.array(fc.option(fc.constantFrom(0, 0.25, 0.5, 0.5, 1, 2), { nil: null, freq: 3 }), {
    maxLength: 60,
  });
  always(
    fc.property(operations, (keys) => {
      const queue = new FillQueue();
      let waiting: FillEntry[] = [];
      keys.forEach((key, index) => {
        if (key !== null) {
          queue.push({ index, key });
          waiting = [...waiting, { index, key }].sort((a, b) => a.key - b.key || a.index - b.index);
        } else {
          expect(queue.pop()).toEqual(waiting[0]);
          waiting = waiting.slice(1);
        }
        expect(queue.size).toBe(waiting.length);
      });
      for (const entry of waiting) expect(queue.pop()).toEqual(entry);
      expect(queue.pop()).toBeUndefined();
    }),
    1000,
  );
});

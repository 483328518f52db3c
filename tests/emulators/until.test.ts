import { expect, it } from "@jest/globals";
import { until } from "../../emulators/until.ts";

const looking = (seen: readonly (number | Error)[]) => {
  let index = 0;
  return async (): Promise<number> => {
    const value = seen[Math.min(index++, seen.length - 1)]!;
    if (value instanceof Error) throw value;
    return value;
  };
};
const waiting = (seconds: number, signal = new AbortController().signal) => ({ for: "three", seconds, signal });

it("looks until it fits, also where there was nothing to see at first", async () => {
  const look = looking([new Error("no such queue"), 1, 3, 4]);
  await expect(until(waiting(5), look, (seen) => seen >= 3)).resolves.toBe(3);
});

it("says what was seen last when the time is over", async () => {
  await expect(until(waiting(0), looking([1]), () => false)).rejects.toThrow("waited 0 s for three; last seen: 1");
  await expect(until(waiting(0), looking([new Error("no such queue")]), () => true)).rejects.toThrow(
    "waited 0 s for three; last seen: Error: no such queue",
  );
});

it("ends at once where the run is ended", async () => {
  const stopping = new AbortController();
  const ended = until(waiting(60, stopping.signal), looking([1]), () => false);
  stopping.abort();
  await expect(ended).rejects.toMatchObject({ name: "AbortError" });
});

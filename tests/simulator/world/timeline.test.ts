import { describe, expect, it } from "@jest/globals";
import { Timeline } from "../../../simulator/world/timeline.ts";

/** Each second opens one connection more on the first database; the second one keeps seven. */
const played = (seconds: number, databases: number) => {
  const timeline = new Timeline(10, databases);
  for (let second = 0; second < seconds; second += 1) {
    if (databases > 0) timeline.openByDatabase[0] = second;
    if (databases > 1) timeline.openByDatabase[1] = 7;
    timeline.add(1, 1, 1, 0, 0, 0.1, 1, 1, second + 7);
  }
  return timeline.samples();
};

describe("a timeline of several databases", () => {
  it("averages each by itself", () => {
    expect(played(25, 2).map(({ connectionsByDatabase }) => connectionsByDatabase)).toEqual([
      [4.5, 7],
      [14.5, 7],
      [22, 7],
    ]);
  });

  it("keeps them apart when it merges neighbours", () => {
    const samples = played(10 * 4_096 + 1, 2);
    expect(samples).toHaveLength(2_049);
    expect(samples.slice(0, 2).map(({ connectionsByDatabase }) => connectionsByDatabase)).toEqual([
      [9.5, 7],
      [29.5, 7],
    ]);
    expect(samples.at(-1)).toMatchObject({ connectionsByDatabase: [40_960, 7] });
  });

  it.each([0, 1])("says nothing more where there are %d of them: the sum is all", (databases) => {
    expect(Object.keys(played(10, databases)[0]!)).not.toContain("connectionsByDatabase");
  });
});

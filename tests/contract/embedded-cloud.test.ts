import { describe, expect, it } from "@jest/globals";
import { contractCases } from "./contract-cases.ts";
import { openEmbeddedBed } from "./embedded-bed.ts";

describe.each([...Map.groupBy(contractCases, ({ service }) => service)])("%s on the embedded cloud", (_, cases) => {
  it.each(cases)("$name", async ({ run, expected }) => {
    const { bed, close } = await openEmbeddedBed();
    try {
      expect(await run(bed)).toEqual(expected);
    } finally {
      await close();
    }
  });
});

import { describe, expect, it } from "@jest/globals";
import { withPlainKeys } from "../../stack/schema-keys.ts";

describe("the keys of an SDK's schemas", () => {
  it.each([
    {
      when: "a constant's string takes the place of its name",
      source: 'const _xN = "xmlName";\nexport var A$ = [3, { [_xN]: `item` }];',
      expected: 'const _xN = "xmlName";\nexport var A$ = [3, { "xmlName": `item` }];',
    },
    {
      when: "a name that is no constant of the file stays",
      source: "export var A$ = [3, { [_xN]: `item`, [other()]: 1 }];",
      expected: "export var A$ = [3, { [_xN]: `item`, [other()]: 1 }];",
    },
    {
      when: "an index stays an index",
      source: 'const _a = "a";\nx[_a] = y ? [_a] : 1;',
      expected: 'const _a = "a";\nx[_a] = y ? [_a] : 1;',
    },
    {
      when: "the one string that would mean something else as a plain key stays",
      source: 'const _p = "__proto__";\nexport var A$ = { [_p]: 1 };',
      expected: 'const _p = "__proto__";\nexport var A$ = { [_p]: 1 };',
    },
  ])("$when", ({ source, expected }) => expect(withPlainKeys(source)).toBe(expected));
});

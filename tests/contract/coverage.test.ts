import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { contractExceptions } from "../../emulators/contract/contract-exceptions.ts";
import { contractCases } from "./contract-cases.ts";
import { commandsIn, handledErrorsIn, readFunctionSources } from "./relied-on.ts";
import { unmetCommands, unmetErrors } from "./unmet.ts";

const sources = readFunctionSources();

const caseFiles = () => {
  const directory = join(__dirname, "cases");
  return readdirSync(directory).map((path) => ({ path, text: readFileSync(join(directory, path), "utf8") }));
};

describe("what the functions rely on", () => {
  it("has a case for every command that they send, or a reason why not", async () => {
    const met = new Set(commandsIn(caseFiles()));
    const relied = commandsIn(await sources);
    expect(relied.length).toBeGreaterThan(90);
    expect(relied.filter((command) => !met.has(command))).toEqual(unmetCommands.flatMap(({ what }) => what).sort());
  });

  it("has a case for every error that they tell from others, or a reason why not", async () => {
    const met = contractCases.flatMap(({ errors = [] }) => errors);
    const handled = handledErrorsIn(await sources);
    expect(handled.length).toBeGreaterThan(35);
    const unmet = handled.filter(({ matches }) => !met.some((error) => matches.test(error)));
    expect(unmet.map(({ written }) => written)).toEqual(unmetErrors.flatMap(({ what }) => what).sort());
  });
});

describe("the cases", () => {
  it.each(contractCases)(
    "$service: $name: what it says of errors is in what it expects",
    ({ errors = [], expected }) => {
      const text = JSON.stringify(expected);
      expect(errors.filter((error) => !text.includes(error))).toEqual([]);
    },
  );

  it("have one name each in their service", () => {
    const names = contractCases.map(({ service, name }) => `${service}: ${name}`);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  });

  it("each cite a page of AWS", () => {
    const cited = contractCases.filter(({ cites }) => !/^https:\/\/docs\.aws\.amazon\.com\/\S+\.html$/.test(cites));
    expect(cited.map(({ name }) => name)).toEqual([]);
  });

  it("are what the emulators' exceptions name, each once", () => {
    const named = contractExceptions.map(({ service, name }) => `${service}: ${name}`);
    const cases = contractCases.map(({ service, name }) => `${service}: ${name}`);
    expect(named.filter((name) => !cases.includes(name))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });
});

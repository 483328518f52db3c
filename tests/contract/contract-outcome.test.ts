import { describe, expect, it } from "@jest/globals";
import type { ContractException } from "../../emulators/contract/contract-exceptions.ts";
import { runContractCase } from "../../emulators/contract/contract-outcome.ts";
import { contractPage } from "../../emulators/contract/contract-page.ts";
import type { ContractBed } from "./contract-bed.ts";
import { type ContractCase, casesOf } from "./contract-case.ts";
import { contractCases } from "./contract-cases.ts";

const sees = (seen: () => unknown, rest: Partial<ContractCase> = {}): ContractCase => {
  const [one] = casesOf("sqs", [
    { name: "One", cites: "https://docs.aws.amazon.com/x.html", run: async () => seen(), expected: { a: 1 }, ...rest },
  ]);
  return one!;
};
const right = () => ({ a: 1, absent: undefined });
const wrong = () => ({ a: 2 });
const broken = () => {
  throw new TypeError("no answer");
};

const exception: ContractException = { service: "sqs", name: "One", deviates: "ministack", because: "it counts on" };

type Row = {
  readonly when: string;
  readonly one: ContractCase;
  readonly listed: readonly ContractException[];
  readonly isLong?: boolean;
  readonly outcome: object;
};

describe("a case on the emulators", () => {
  it.each<Row>([
    { when: "what it expects passes", one: sees(right), listed: [], outcome: { kind: "passed" } },
    { when: "something else fails", one: sees(wrong), listed: [], outcome: { kind: "failed", seen: '{"a":2}' } },
    {
      when: "what breaks fails",
      one: sees(broken),
      listed: [],
      outcome: { kind: "failed", seen: "TypeError: no answer" },
    },
    {
      when: "something else that is listed is an exception",
      one: sees(wrong),
      listed: [exception],
      outcome: { kind: "exception", exception, seen: '{"a":2}' },
    },
    {
      when: "an exception that passes is stale",
      one: sees(right),
      listed: [exception],
      outcome: { kind: "stale", exception },
    },
    {
      when: "an exception of another service's case of the name is none",
      one: sees(wrong),
      listed: [{ ...exception, service: "sns" }],
      outcome: { kind: "failed", seen: '{"a":2}' },
    },
    {
      when: "one that waits five minutes is left out",
      one: sees(wrong, { waitsSeconds: 302 }),
      listed: [],
      outcome: { kind: "left-out", waitsSeconds: 302 },
    },
    {
      when: "the long run waits for it",
      one: sees(wrong, { waitsSeconds: 302 }),
      listed: [],
      isLong: true,
      outcome: { kind: "failed", seen: '{"a":2}' },
    },
  ])("$when", async ({ one, listed, isLong = false, outcome }) => {
    expect(await runContractCase(one, {} as ContractBed, listed, isLong)).toEqual(outcome);
  });
});

it("has a line for every case on its page", () => {
  const { text } = contractPage();
  expect(contractCases.filter(({ name, cites }) => !text.includes(`- ${name} ([AWS](${cites})).`))).toEqual([]);
});

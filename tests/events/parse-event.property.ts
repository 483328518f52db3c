import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { dropCodes, malformedCodes } from "../../shared/events/codes.ts";
import { isObject } from "../../shared/events/json.ts";
import { parseEvents } from "../../shared/events/parse-event.ts";
import type { ParsedEvent } from "../../shared/events/parsed-event.ts";
import { messageOf, sample, sampleNames } from "./samples.ts";

const pinned = { seed: 20_260_302, numRuns: 500 };

const anySample = fc.constantFrom(...sampleNames()).map(sample);

/** A sample with any one field, at any depth, replaced by anything or taken away. */
const brokenSample = fc
  .tuple(anySample, fc.nat(), fc.option(fc.jsonValue(), { nil: undefined }))
  .map(([value, which, replacement]) => {
    const paths = pathsOf(value);
    return replaceAt(value, paths[which % paths.length]!, replacement);
  });

const wrapped = fc
  .tuple(
    fc.oneof(anySample, brokenSample, fc.jsonValue()),
    fc.array(fc.constantFrom("sns", "sqs", "batch"), { maxLength: 6 }),
  )
  .map(([value, envelopes]) => envelopes.reduce<unknown>(wrap, value));

const body = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.json(),
  fc.oneof(anySample, brokenSample, wrapped).map((value) => JSON.stringify(value) ?? ""),
);

describe("whatever a message holds", () => {
  it("parsing never throws and always gives a verdict of the closed tables", () =>
    fc.assert(
      fc.property(body, (text) => {
        const verdicts = parseEvents(messageOf(text));
        expect(verdicts.length).toBeGreaterThan(0);
        for (const verdict of verdicts) expectWellFormed(verdict);
      }),
      pinned,
    ));

  it("the same message always gives the same verdicts", () =>
    fc.assert(
      fc.property(body, (text) => expect(parseEvents(messageOf(text))).toEqual(parseEvents(messageOf(text)))),
      pinned,
    ));

  it("a forwarded batch always gives one verdict per record of one event", () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.json(), fc.constantFrom("{", "", "7")), { minLength: 1, maxLength: 8 }),
        (bodies) => {
          const single = bodies.filter((text) => parseEvents(messageOf(text)).length === 1);
          const batch = JSON.stringify({ Records: single.map((text) => ({ body: text })) });
          expect(parseEvents(messageOf(batch))).toHaveLength(Math.max(1, single.length));
        },
      ),
      pinned,
    ));

  it("an unknown field never changes a verdict", () =>
    fc.assert(
      fc.property(anySample, fc.string(), fc.jsonValue(), (value, key, extra) => {
        fc.pre(isObject(value) && !(`x-${key}` in value));
        expect(parseEvents(messageOf({ ...(value as object), [`x-${key}`]: extra }))).toEqual(
          parseEvents(messageOf(value)),
        );
      }),
      pinned,
    ));

  it("nesting of any depth never overflows the stack", () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    for (const text of [deep, `{"kind":${deep}}`, `{"kind":"wake-up","version":${deep}}`, `{"Records":${deep}}`]) {
      expect(parseEvents(messageOf(text))).toMatchObject([{}]);
    }
  });
});

const expectWellFormed = (verdict: ParsedEvent): void => {
  if (verdict.kind === "unknown") expect(Object.keys(dropCodes)).toContain(verdict.code);
  else if (verdict.kind === "malformed") {
    expect(Object.keys(malformedCodes)).toContain(verdict.code);
    expect(verdict.reason).not.toBe("");
    expect(verdict.place).toMatch(/^body/);
  } else {
    expect(verdict.id).toMatch(/^[\x21-\x7e]{1,128}$/);
    expect(Number.isSafeInteger(verdict.atMs)).toBe(true);
  }
};

type Path = readonly (string | number)[];

const pathsOf = (value: unknown, at: Path = []): readonly Path[] => {
  if (typeof value !== "object" || value === null) return [at];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [at, ...entries.flatMap(([key, child]) => pathsOf(child, [...at, key]))];
};

const replaceAt = (value: unknown, [step, ...rest]: Path, replacement: unknown): unknown => {
  if (step === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? replaceAt(item, rest, replacement) : item));
  return { ...(value as object), [step]: replaceAt((value as Record<string, unknown>)[step], rest, replacement) };
};

const wrap = (inner: unknown, envelope: string): unknown => {
  const text = JSON.stringify(inner);
  if (envelope === "sns") return { Type: "Notification", MessageId: "sns-1", Message: text };
  return envelope === "sqs"
    ? { MessageId: "sqs-1", Body: text }
    : { Records: [{ messageId: "r-1", body: text }, { body: text }] };
};

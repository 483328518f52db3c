import type { NormalizedSchema } from "@smithy/core/schema";
import type { RestRequest } from "./rest-shapes.ts";

/**
 * The values that an SDK command holds, out of the path, the query and a JSON body.
 *
 * @see Smithy, "AWS restJson1 protocol": jsonName, httpLabel, httpQuery
 * @throws SyntaxError for a body that is no JSON
 */
export const decodeRestJson = (shape: NormalizedSchema, { labels, query, body }: RestRequest): object => {
  const text = new TextDecoder().decode(body);
  const given = text === "" ? {} : (decode(shape, JSON.parse(text)) as Readonly<Record<string, unknown>>);
  const decoded: Record<string, unknown> = { ...given };
  for (const [name, member] of shape.structIterator()) {
    const { httpLabel, httpQuery } = traitsOf(member);
    const value = httpLabel === 1 ? labels[name] : httpQuery === undefined ? null : query.get(httpQuery);
    if (value === undefined || value === null) continue;
    decoded[name] = member.isNumericSchema() ? Number(value) : member.isBooleanSchema() ? value === "true" : value;
  }
  return decoded;
};

/** The way back: all of the answer in the body. */
export const encodeRestJson = (shape: NormalizedSchema, output: object): string =>
  JSON.stringify(encode(shape, output) ?? {});

const decode = (shape: NormalizedSchema, wire: unknown): unknown => {
  if (shape.isListSchema()) return (wire as readonly unknown[]).map((item) => decode(shape.getValueSchema(), item));
  if (!shape.isStructSchema()) return shape.isTimestampSchema() ? new Date(Number(wire) * 1000) : wire;
  const given = wire as Readonly<Record<string, unknown>>;
  const decoded: Record<string, unknown> = {};
  for (const [name, member] of shape.structIterator()) {
    const value = given[traitsOf(member).jsonName ?? name];
    if (value !== undefined && value !== null) decoded[name] = decode(member, value);
  }
  return decoded;
};

const encode = (shape: NormalizedSchema, value: unknown): unknown => {
  if (shape.isListSchema()) return (value as readonly unknown[]).map((item) => encode(shape.getValueSchema(), item));
  if (!shape.isStructSchema()) return value instanceof Date ? value.getTime() / 1000 : value;
  const given = value as Readonly<Record<string, unknown>>;
  const encoded: Record<string, unknown> = {};
  for (const [name, member] of shape.structIterator())
    if (given[name] !== undefined) encoded[traitsOf(member).jsonName ?? name] = encode(member, given[name]);
  return encoded;
};

type Traits = { readonly httpLabel?: 1; readonly httpQuery?: string; readonly jsonName?: string };

const traitsOf = (member: NormalizedSchema): Traits => member.getMergedTraits() as Traits;

import type { NormalizedSchema } from "@smithy/core/schema";

/**
 * A JSON body as the values that an SDK command holds: epoch seconds become dates, base64 becomes bytes.
 *
 * @param shape the operation's input as the SDK describes it
 * @param wire what JSON.parse returned; members that the shape doesn't know are dropped, as AWS does
 * @throws never
 */
export const decodeJson = (shape: NormalizedSchema, wire: unknown): unknown =>
  convert(shape, wire, (leaf, value) => {
    if (leaf.isTimestampSchema()) return new Date(Number(value) * 1000);
    if (leaf.isBlobSchema()) return new Uint8Array(Buffer.from(String(value), "base64"));
    return value;
  });

/** The way back: dates become epoch seconds with milliseconds behind the point, bytes become base64. */
export const encodeJson = (shape: NormalizedSchema, value: unknown): unknown =>
  convert(shape, value, (leaf, part) => {
    if (leaf.isTimestampSchema()) return (part as Date).getTime() / 1000;
    if (leaf.isBlobSchema()) return Buffer.from(part as Uint8Array).toString("base64");
    return part;
  });

const convert = (
  shape: NormalizedSchema,
  value: unknown,
  convertLeaf: (leaf: NormalizedSchema, value: unknown) => unknown,
): unknown => {
  if (value === null || value === undefined) return value;
  if (shape.isListSchema()) {
    return (value as readonly unknown[]).map((item) => convert(shape.getValueSchema(), item, convertLeaf));
  }
  if (shape.isMapSchema()) {
    const entries = Object.entries(value as object);
    return Object.fromEntries(entries.map(([key, item]) => [key, convert(shape.getValueSchema(), item, convertLeaf)]));
  }
  if (!shape.isStructSchema()) return convertLeaf(shape, value);
  const given = value as Record<string, unknown>;
  const converted: Record<string, unknown> = {};
  for (const [name, member] of shape.structIterator()) {
    if (given[name] !== undefined && given[name] !== null) converted[name] = convert(member, given[name], convertLeaf);
  }
  return converted;
};

import type { NormalizedSchema } from "@smithy/core/schema";

/**
 * A query form (`Action=Publish&MessageAttributes.entry.1.Name=...`) as the values that an SDK command holds.
 *
 * @see AWS Query protocol, "Serialization": lists count from 1 under `member`, maps under `entry`
 * @throws never
 */
export const decodeQuery = (shape: NormalizedSchema, form: URLSearchParams, prefix = ""): unknown => {
  if (shape.isListSchema()) {
    const items: unknown[] = [];
    const itemName = wireName(shape.getValueSchema(), "member");
    for (let index = 1; hasPrefix(form, `${prefix}.${itemName}.${index}`); index += 1) {
      items.push(decodeQuery(shape.getValueSchema(), form, `${prefix}.${itemName}.${index}`));
    }
    return items;
  }
  if (shape.isMapSchema()) {
    const entries: [string, unknown][] = [];
    for (let index = 1; hasPrefix(form, `${prefix}.entry.${index}`); index += 1) {
      const entry = `${prefix}.entry.${index}`;
      const key = form.get(`${entry}.${wireName(shape.getKeySchema(), "key")}`) ?? "";
      const value = shape.getValueSchema();
      entries.push([key, decodeQuery(value, form, `${entry}.${wireName(value, "value")}`)]);
    }
    return Object.fromEntries(entries);
  }
  if (shape.isStructSchema()) {
    const decoded: Record<string, unknown> = {};
    for (const [name, member] of shape.structIterator()) {
      const path = prefix === "" ? wireName(member, name) : `${prefix}.${wireName(member, name)}`;
      if (hasPrefix(form, path)) decoded[name] = decodeQuery(member, form, path);
    }
    return decoded;
  }
  const text = form.get(prefix) ?? "";
  if (shape.isTimestampSchema()) return new Date(text);
  if (shape.isBlobSchema()) return new Uint8Array(Buffer.from(text, "base64"));
  if (shape.isBooleanSchema()) return text === "true";
  return shape.isNumericSchema() ? Number(text) : text;
};

/** The members of an answer as XML elements; dates in ISO 8601, as the query protocol writes them. */
export const encodeXml = (shape: NormalizedSchema, value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (shape.isListSchema()) {
    const itemName = wireName(shape.getValueSchema(), "member");
    return (value as readonly unknown[])
      .map((item) => element(itemName, encodeXml(shape.getValueSchema(), item)))
      .join("");
  }
  if (shape.isMapSchema()) {
    const keyName = wireName(shape.getKeySchema(), "key");
    const valueName = wireName(shape.getValueSchema(), "value");
    return Object.entries(value as object)
      .map(([key, item]) =>
        element(
          "entry",
          element(keyName, escapeXml(key)) + element(valueName, encodeXml(shape.getValueSchema(), item)),
        ),
      )
      .join("");
  }
  if (shape.isStructSchema()) {
    const given = value as Record<string, unknown>;
    return [...shape.structIterator()]
      .filter(([name]) => given[name] !== undefined)
      .map(([name, member]) => element(wireName(member, name), encodeXml(member, given[name])))
      .join("");
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return escapeXml(String(value));
};

export const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;

const wireName = (shape: NormalizedSchema, otherwise: string): string =>
  (shape.getMergedTraits().xmlName as string | undefined) ?? otherwise;

const hasPrefix = (form: URLSearchParams, path: string): boolean => {
  for (const key of form.keys()) if (key === path || key.startsWith(`${path}.`)) return true;
  return false;
};

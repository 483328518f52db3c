import type { NormalizedSchema } from "@smithy/core/schema";
import { parseXml, type XmlElement } from "./parse-xml.ts";
import { encodeXml } from "./query-shapes.ts";

/** A request of the protocol REST-XML, taken apart. */
export type RestRequest = {
  /** What stands in the places of the operation's path. */
  readonly labels: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
};

export type RestAnswer = { readonly headers: Readonly<Record<string, string>>; readonly body: string | Uint8Array };

type Traits = {
  readonly httpLabel?: 1;
  readonly httpQuery?: string;
  readonly httpHeader?: string;
  readonly httpPayload?: 1;
  readonly httpPrefixHeaders?: string;
  readonly xmlName?: string;
};

/**
 * The values that an SDK command holds, out of the path, the query, the headers and the body.
 *
 * @see Smithy, "HTTP bindings" and "XML bindings"
 * @throws SyntaxError for a body that is no XML where one is due
 */
export const decodeRest = (shape: NormalizedSchema, request: RestRequest): object => {
  const members = [...shape.structIterator()].map(([name, member]) => ({ name, member, traits: traitsOf(member) }));
  const isInBody = ({ traits }: { readonly traits: Traits }): boolean => placeOf(traits) === "body";
  const text = members.some(isInBody) && request.body.length > 0 ? new TextDecoder().decode(request.body) : null;
  const root = text === null ? null : parseXml(text);
  const decoded: Record<string, unknown> = {};
  for (const { name, member, traits } of members) {
    const value = memberOf(name, member, traits, request, root);
    if (value !== undefined) decoded[name] = value;
  }
  return decoded;
};

/** The way back: headers, and what is left of the answer as its body. */
export const encodeRest = (shape: NormalizedSchema, output: object): RestAnswer => {
  const given = output as Readonly<Record<string, unknown>>;
  const headers: Record<string, string> = {};
  let payload: Uint8Array | null = null;
  for (const [name, member] of shape.structIterator()) {
    const value = given[name];
    const { httpHeader, httpPayload } = traitsOf(member);
    if (value === undefined) continue;
    if (httpHeader !== undefined) headers[httpHeader] = value instanceof Date ? value.toUTCString() : String(value);
    if (httpPayload === 1) payload = value as Uint8Array;
  }
  if (payload !== null) return { headers, body: payload };
  const inBody = [...shape.structIterator()].filter(([, member]) => placeOf(traitsOf(member)) === "body");
  if (inBody.length === 0) return { headers, body: "" };
  const rest = Object.fromEntries(inBody.map(([name]) => [name, given[name]]));
  const name = shape.getName() ?? "Response";
  return { headers: { ...headers, "content-type": "text/xml" }, body: `<${name}>${encodeXml(shape, rest)}</${name}>` };
};

const memberOf = (
  name: string,
  member: NormalizedSchema,
  traits: Traits,
  { labels, query, headers, body }: RestRequest,
  root: XmlElement | null,
): unknown => {
  switch (placeOf(traits)) {
    case "label":
      return labels[name];
    case "query":
      return leafOf(member, query.get(traits.httpQuery ?? "") ?? undefined);
    case "header":
      return leafOf(member, headers[traits.httpHeader?.toLowerCase() ?? ""]);
    case "payload":
      return body;
    default: {
      const element = root?.children.find((child) => child.name === (traits.xmlName ?? name));
      return element === undefined ? undefined : decodeElement(member, element);
    }
  }
};

const placeOf = (traits: Traits): "label" | "query" | "header" | "payload" | "body" => {
  if (traits.httpLabel === 1) return "label";
  if (traits.httpQuery !== undefined) return "query";
  if (traits.httpHeader !== undefined || traits.httpPrefixHeaders !== undefined) return "header";
  return traits.httpPayload === 1 ? "payload" : "body";
};

const decodeElement = (shape: NormalizedSchema, element: XmlElement): unknown => {
  if (shape.isListSchema()) {
    return element.children.map((child) => decodeElement(shape.getValueSchema(), child));
  }
  if (shape.isStructSchema()) {
    const decoded: Record<string, unknown> = {};
    for (const [name, member] of shape.structIterator()) {
      const child = element.children.find((one) => one.name === (traitsOf(member).xmlName ?? name));
      if (child !== undefined) decoded[name] = decodeElement(member, child);
    }
    return decoded;
  }
  return leafOf(shape, element.text);
};

const leafOf = (shape: NormalizedSchema, text: string | undefined): unknown => {
  if (text === undefined) return undefined;
  if (shape.isTimestampSchema()) return new Date(text);
  if (shape.isBooleanSchema()) return text === "true";
  return shape.isNumericSchema() ? Number(text) : text;
};

const traitsOf = (member: NormalizedSchema): Traits => member.getMergedTraits() as Traits;

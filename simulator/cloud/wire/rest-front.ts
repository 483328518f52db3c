import type { IncomingMessage, ServerResponse } from "node:http";
import type { CloudBehind } from "./cloud-behind.ts";
import { escapeXml } from "./query-shapes.ts";
import { refusalOf } from "./refusal.ts";
import { decodeRestJson, encodeRestJson } from "./rest-json-shapes.ts";
import { decodeRest, encodeRest } from "./rest-shapes.ts";
import { type Client, findRestOperation } from "./sdk-operations.ts";

/**
 * Answers a request of a REST protocol, with XML (Route 53, S3) or JSON (GuardDuty, Inspector, Lambda): the operation is
 * in the method and the path, the input in all parts of it.
 *
 * @returns false for a path that no operation of the client has; nothing is sent then
 */
export const answerRest = async (
  cloud: CloudBehind,
  client: Client,
  request: IncomingMessage,
  body: Uint8Array,
  response: ServerResponse,
): Promise<boolean> => {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const found = findRestOperation(client, request.method ?? "GET", url);
  if (found === undefined) return false;
  const { operation, labels, shapes, statusCode } = found;
  try {
    const headers = request.headers as Readonly<Record<string, string | undefined>>;
    const parts = { labels, query: url.searchParams, headers, body };
    const isJson = client.protocol === "rest-json";
    const input = isJson ? decodeRestJson(shapes.input, parts) : decodeRest(shapes.input, parts);
    const output = await cloud.handle(client.service, operation, input);
    if (isJson) {
      response.writeHead(statusCode, { "content-type": "application/json" });
      response.end(encodeRestJson(shapes.output, output));
      return true;
    }
    const answer = encodeRest(shapes.output, await withBytes(output));
    response.writeHead(statusCode, { ...answer.headers });
    response.end(answer.body);
  } catch (thrown) {
    const { name, message, statusCode: status } = refusalOf(thrown);
    if (client.protocol === "rest-json") {
      // @see Smithy, AWS restJson1 protocol, "Operation error serialization"
      response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": name });
      response.end(JSON.stringify({ message }));
      return true;
    }
    const detail = `<Code>${escapeXml(name)}</Code><Message>${escapeXml(message)}</Message>`;
    const xml =
      client.service === "s3"
        ? `<Error>${detail}</Error>`
        : `<ErrorResponse><Error><Type>${status >= 500 ? "Receiver" : "Sender"}</Type>${detail}</Error></ErrorResponse>`;
    response.writeHead(status, { "content-type": "text/xml" });
    response.end(xml);
  }
  return true;
};

/** A body as the SDK's caller gets it has to be read before it can be sent. */
const withBytes = async (output: object): Promise<object> => {
  const { Body } = output as { readonly Body?: { readonly transformToByteArray?: () => Promise<Uint8Array> } };
  if (Body?.transformToByteArray === undefined) return output;
  return { ...output, Body: await Body.transformToByteArray() };
};

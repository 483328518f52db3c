import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CloudBehind } from "./cloud-behind.ts";
import { decodeEc2Query } from "./ec2-shapes.ts";
import { decodeJson, encodeJson } from "./json-shapes.ts";
import { decodeQuery, encodeXml, escapeXml } from "./query-shapes.ts";
import { refusalOf } from "./refusal.ts";
import { answerRest } from "./rest-front.ts";
import { findClient, findError, findOperation } from "./sdk-operations.ts";
import { withDigests } from "./sqs-digests.ts";

export type CloudFront = {
  /** `http://127.0.0.1:<port>`: the value for AWS_ENDPOINT_URL. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

/**
 * A server on the loopback interface that speaks AWS's wire protocols, so that a deployed bundle runs unchanged
 * against a cloud in this process: AWS_ENDPOINT_URL is the SDK's own setting, and the code under it has no hook.
 *
 * Signatures are not checked; the service is read from the signature's credential scope.
 *
 * @returns once it listens; on a free port
 */
export const startCloudFront = async (cloud: CloudBehind): Promise<CloudFront> => {
  const server = createServer((request, response) => {
    answer(cloud, request, response).catch(() => response.destroy()); // the caller went away
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections(); // the SDK keeps its connections alive, and close() would wait for them
      }),
  };
};

const answer = async (cloud: CloudBehind, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const bytes = await readBody(request);
  const body = bytes.toString("utf8");
  const signingName = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const client = findClient(signingName);
  const requestId = randomUUID();
  response.setHeader("x-amzn-requestid", requestId);
  if (
    (client?.protocol === "rest" || client?.protocol === "rest-json") &&
    (await answerRest(cloud, client, request, bytes, response))
  )
    return;
  const target = request.headers["x-amz-target"];
  const form = new URLSearchParams(typeof target === "string" ? "" : body);
  const operation = typeof target === "string" ? (target.split(".")[1] ?? "") : (form.get("Action") ?? "");
  const shapes = client === undefined ? undefined : findOperation(client, operation);

  if (client === undefined || shapes === undefined) {
    const what = `${signingName === "" ? "an unsigned request" : signingName} ${operation}`.trim();
    send(response, 400, "application/x-amz-json-1.0", {
      __type: "UnknownOperationException",
      message: `the embedded cloud doesn't speak ${what}`,
    });
    return;
  }
  const contentType = shapes.protocol === "json" ? (request.headers["content-type"] ?? "") : "text/xml";
  try {
    if (shapes.protocol === "json") {
      const input = decodeJson(shapes.input, JSON.parse(body)) as object;
      const output = await cloud.handle(client.service, operation, input);
      const complete = client.service === "sqs" ? withDigests(operation, input, output) : output;
      send(response, 200, contentType, encodeJson(shapes.output, complete) as object);
    } else if (shapes.protocol === "ec2") {
      const output = await cloud.handle(client.service, operation, decodeEc2Query(shapes.input, form) as object);
      const result = `<requestId>${requestId}</requestId>${encodeXml(shapes.output, output)}`;
      send(response, 200, contentType, `<${operation}Response>${result}</${operation}Response>`);
    } else {
      const output = await cloud.handle(client.service, operation, decodeQuery(shapes.input, form) as object);
      const result = `<${operation}Result>${encodeXml(shapes.output, output)}</${operation}Result>`;
      const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
      send(response, 200, contentType, `<${operation}Response>${result}${metadata}</${operation}Response>`);
    }
  } catch (thrown) {
    const refusal = refusalOf(thrown);
    if (shapes.protocol === "ec2") {
      const error = `<Error><Code>${escapeXml(refusal.name)}</Code><Message>${escapeXml(refusal.message)}</Message></Error>`;
      const errors = `<Response><Errors>${error}</Errors><RequestID>${requestId}</RequestID></Response>`;
      send(response, refusal.statusCode, contentType, errors);
      return;
    }
    if (shapes.protocol === "query") {
      const type = refusal.statusCode >= 500 ? "Receiver" : "Sender";
      const error = `<Error><Type>${type}</Type><Code>${escapeXml(refusal.name)}</Code><Message>${escapeXml(refusal.message)}</Message></Error>`;
      send(
        response,
        refusal.statusCode,
        contentType,
        `<ErrorResponse>${error}<RequestId>${requestId}</RequestId></ErrorResponse>`,
      );
      return;
    }
    const errorShape = findError(client, refusal.name);
    const fields = errorShape === undefined ? {} : (encodeJson(errorShape, thrown) as object);
    send(response, refusal.statusCode, contentType, { ...fields, __type: refusal.name, message: refusal.message });
  }
};

const send = (response: ServerResponse, statusCode: number, contentType: string, body: object | string): void => {
  response.writeHead(statusCode, { "content-type": contentType });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
};

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

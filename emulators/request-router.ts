import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { adaptTemplate, type LeftOut } from "./adapt-template.ts";
import type { LoggedCall } from "./call-log.ts";
import { type EmulatorName, routeRequest } from "./route-request.ts";

export type RequestRouter = {
  /** `http://127.0.0.1:<port>`: the value for AWS_ENDPOINT_URL. */
  readonly url: string;
  /** Requests are refused with 503 until both are set. */
  readonly sendTo: (ports: Readonly<Record<EmulatorName, number>>) => void;
  /** Every call that was answered, in the order of the answers. */
  readonly calls: () => readonly LoggedCall[];
  /** What the last template that passed had to lose. */
  readonly leftOut: () => readonly LeftOut[];
  readonly close: () => Promise<void>;
};

/**
 * One loopback port in front of both emulators, so that a deployed function needs nothing but AWS_ENDPOINT_URL.
 *
 * A request is handed on as it came, with its Host: ministack builds the URLs of queues from it, so that they lead
 * through here as well.
 *
 * @returns once it listens, on a free port
 */
export const startRequestRouter = async (): Promise<RequestRouter> => {
  let ports: Readonly<Record<EmulatorName, number>> | null = null;
  const calls: LoggedCall[] = [];
  let leftOut: readonly LeftOut[] = [];
  const agent = new Agent({ keepAlive: true });

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(incoming);
    const { method = "GET", url = "/", headers } = incoming;
    const routed = routeRequest({ method, path: url, headers, body: body.toString("utf8") });
    const answered = (status: number) => calls.push({ ...routed, atMs: Date.now(), status });
    if (ports === null) {
      response.writeHead(503).end();
      answered(503);
      return;
    }
    let sent = { headers: withLength(headers, body), body };
    if (method === "PUT" && routed.service === "s3" && templatePath.test(url)) {
      const adapted = adaptTemplate(body.toString("utf8"));
      leftOut = adapted.leftOut;
      if (leftOut.length > 0) sent = withBody(headers, Buffer.from(adapted.text));
    }
    const onward = request(
      { host: "127.0.0.1", port: ports[routed.emulator], method, path: url, headers: sent.headers, agent },
      (reply) => {
        answered(reply.statusCode ?? 0);
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(response);
      },
    );
    // The emulator ended, or is ending: the SDK sees what it would see of a broken connection.
    onward.once("error", () => response.destroy());
    onward.end(sent.body);
  };

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy()); // the caller went away
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sendTo: (known) => {
      ports = known;
    },
    calls: () => calls,
    leftOut: () => leftOut,
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections(); // clients keep theirs alive, and close() would wait for them
      }),
  };
};

/** What `serverless` calls the template that it deploys. */
const templatePath = /\/compiled-cloudformation-template\.json(\?|$)/;

/** Another body than the one that was signed: without what its sender said about the bytes. */
const withBody = (headers: IncomingHttpHeaders, body: Buffer) => {
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(content-md5|x-amz-checksum-|x-amz-content-sha256)/.test(name),
  );
  return { headers: withLength(Object.fromEntries(kept), body), body };
};

/** The body is in one piece by now; moto's server reads no chunks. */
const withLength = (headers: IncomingHttpHeaders, body: Buffer): IncomingHttpHeaders => {
  const { "transfer-encoding": _, expect: __, ...rest } = headers;
  return { ...rest, "content-length": String(body.length) };
};

const readBody = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

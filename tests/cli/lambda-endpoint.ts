import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type LambdaEndpoint = { readonly url: string; readonly close: () => Promise<void> };

type Handler = (event: unknown) => Promise<unknown>;

/**
 * Lambda's own endpoint for synchronous invocations, on the loopback interface: what a function answers, or what it
 * throws as Lambda hands that on.
 *
 * @see AWS Lambda API reference, Invoke: the header X-Amz-Function-Error and the body of a failed invocation
 */
export const startLambdaEndpoint = async (functions: Readonly<Record<string, Handler>>): Promise<LambdaEndpoint> => {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => void parts.push(part));
    request.on("end", async () => {
      const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(request.url ?? "")?.[1] ?? "";
      const run = functions[decodeURIComponent(name)];
      if (run === undefined) {
        response.writeHead(404, { "x-amzn-errortype": "ResourceNotFoundException" });
        response.end(JSON.stringify({ Message: `Function not found: ${name}` }));
        return;
      }
      try {
        const answer = await run(JSON.parse(Buffer.concat(parts).toString("utf8")));
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify(answer));
      } catch (error) {
        const { name: errorType, message: errorMessage } = error as Error;
        response.writeHead(200, { "content-type": "application/json", "x-amz-function-error": "Unhandled" });
        response.end(JSON.stringify({ errorType, errorMessage, trace: [] }));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import type { NginxServer } from "../../../shared/records/nginx/nginx-render.ts";

/** A task: a real HTTP server on a port that nobody chose, which answers with its name. */
export type HttpTask = {
  readonly name: string;
  readonly server: NginxServer;
  readonly requests: () => number;
  readonly stop: () => Promise<void>;
};

/** @param answerMs how long each answer takes */
export const startTask = (name: string, answerMs = 0): Promise<HttpTask> =>
  new Promise((resolve) => {
    let count = 0;
    const server = createServer((_request, response) => {
      count++;
      const answer = () => response.end(name);
      if (answerMs === 0) answer();
      else setTimeout(answer, answerMs);
    });
    server.listen(0, "127.0.0.1", () => {
      resolve({
        name,
        server: { address: "127.0.0.1", port: (server.address() as AddressInfo).port },
        requests: () => count,
        stop: () =>
          new Promise((stopped) => {
            server.close(() => stopped());
            server.closeAllConnections();
          }),
      });
    });
  });

export type Answer = {
  /** 0: no whole answer came. */
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
};

/** One request on a connection of its own. */
export const ask = (port: number, path = "/", host = "shop.example"): Promise<Answer> =>
  new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
    socket.setEncoding("latin1");
    socket.on("data", (part: string) => {
      text += part;
    });
    socket.on("error", () => resolve({ status: 0, retryAfter: null, body: "" }));
    socket.on("close", () => resolve(answerOf(text)));
  });

const answerOf = (text: string): Answer => {
  const end = text.indexOf("\r\n\r\n");
  const head = text.slice(0, end);
  const status = end < 0 ? 0 : Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0);
  return {
    status,
    retryAfter: /^retry-after: (.*)$/im.exec(head)?.[1] ?? null,
    body: bodyOf(head, text.slice(end + 4)),
  };
};

const bodyOf = (head: string, rest: string): string => {
  if (!/^transfer-encoding: chunked$/im.test(head)) return rest;
  return rest.replaceAll(/[0-9a-f]+\r\n([^\r]*)\r\n/g, "$1").trim();
};

/** Many requests, at most so many at a time; each on a connection of its own. */
export const askMany = async (count: number, atOnce: number, one: (index: number) => Promise<void>): Promise<void> => {
  let next = 0;
  const line = async () => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, line));
};

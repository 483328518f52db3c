import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "@jest/globals";
import { itWithNginx, nginxPath } from "../installed-nginx.ts";
import { workingFolder } from "./nginx-case.ts";

const itIfInstalled = itWithNginx("tests/cli/nginx-keepalive");

let place: ReturnType<typeof workingFolder>;
beforeAll(() => {
  place = workingFolder();
});
afterAll(() => rmSync(place.folder, { recursive: true }));

/** A task that tells what reaches it, and counts the connections it is reached by. */
const startTask = async () => {
  const connections = new Set<object>();
  const server = createServer((incoming, response) => {
    connections.add(incoming.socket);
    const { host, connection = "none", "x-site": site = "none" } = incoming.headers;
    response.end(`${incoming.url} ${incoming.httpVersion} ${host} ${connection} ${site}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, connections, port: (server.address() as AddressInfo).port };
};

/** The real nginx with these files in its http block, for as long as `work` takes. */
const withNginx = async (files: readonly string[], work: (get: (path: string) => Promise<string>) => Promise<void>) => {
  const socket = join(place.folder, "site.sock");
  rmSync(socket, { force: true });
  const configuration = place.configure("daemon off; master_process off;", ...files);
  const nginx = spawn(nginxPath!, ["-p", place.folder, "-c", configuration, "-e", join(place.folder, "error.log")]);
  const get = (path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const sent = request(
        { socketPath: socket, path, agent: false, headers: { host: "shop.example" } },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (part: string) => {
            text += part;
          });
          response.on("end", () => resolve(`${response.statusCode} ${text}`));
        },
      );
      sent.on("error", reject).end();
    });
  try {
    for (let tries = 0; ; tries += 1) {
      const failure = await get("/ready").then(
        () => null,
        (error: Error) => error,
      );
      if (failure === null) break;
      if (tries > 100) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await work(get);
  } finally {
    nginx.kill("SIGTERM");
    await once(nginx, "exit");
  }
};

describe("an adopted site behind the real nginx", () => {
  itIfInstalled("gets the same requests over kept connections, which it did not before", async () => {
    const { server, connections, port } = await startTask();
    try {
      place.write(
        "site.conf",
        `server {
  listen unix:${join(place.folder, "site.sock")};
  proxy_set_header Host $host;
  proxy_set_header X-Site shop;
  location /ready { return 200; }
  location /api/ { proxy_pass http://localhost:${port}/v1/; }
}
`,
      );
      const twenty = async (get: (path: string) => Promise<string>, answer: string) => {
        connections.clear();
        for (let count = 0; count < 20; count += 1) expect(await get("/api/x?y=1")).toBe(answer);
        return connections.size;
      };
      await withNginx(["site.conf"], async (get) => {
        expect(await twenty(get, "200 /v1/x?y=1 1.0 shop.example close shop")).toBe(20);
      });
      place.write("tasks.json", JSON.stringify({ order: [{ address: "127.0.0.1", port }], user: [] }));
      place.headgate("nginx", "render", "--endpoints", "tasks.json", "--out", "upstreams.conf");
      expect(place.headgate("nginx", "adopt", "site.conf", "--port", `${port}=order`, "--write").status).toBe(0);
      await withNginx(["site.conf", "upstreams.conf"], async (get) => {
        expect(await twenty(get, "200 /v1/x?y=1 1.1 shop.example none shop")).toBe(1);
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

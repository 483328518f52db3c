import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nginxPath } from "../installed-nginx.ts";

const bin = join(__dirname, "../../cli/headgate.mjs");

export const configuration = `version: 1
name: shop
databases: { db: { instance: db-1, engine: postgres, maxConnections: 400 } }
zones: { internal: { hostedZoneId: Z0123456789ABCDEFGHIJ, domain: shop.internal } }
nginx: { edge: { tag: { Role: edge } } }
services:
  order:
    cluster: shop
    signals: { cpu: 70 }
    pools: { db: 5 }
    records: { _http._tcp.order.shop.internal: { kind: srv, containerPort: 8080, ttlSeconds: 10 } }
    nginx: { edge: { upstream: order, containerPort: 8080 } }
  user:
    cluster: shop
    signals: { cpu: 70 }
    pools: { db: 5 }
    records: { _http._tcp.user.shop.internal: { kind: srv, containerPort: 8081, ttlSeconds: 20 } }
    nginx: { edge: { upstream: user, containerPort: 8081 } }
`;

export type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** A folder of its own with a headgate.yml, and the commands of this project in it. */
export const workingFolder = () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "headgate-nginx-")));
  writeFileSync(join(folder, "headgate.yml"), configuration);
  const write = (name: string, text: string | Uint8Array): string => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
    return name;
  };
  const run = (command: string, args: readonly string[], input: string | Uint8Array = ""): Ran => {
    const env = { PATH: process.env["PATH"], CI: "1" };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, input, encoding: "utf8" });
    return { status, stdout, stderr };
  };
  const headgate = (...args: readonly string[]): Ran => run(process.execPath, [bin, ...args]);
  const headgateWith = (input: string, ...args: readonly string[]): Ran => run(process.execPath, [bin, ...args], input);
  /** A whole configuration with these files included at its http level. */
  const configure = (directives: string, ...files: readonly string[]): string => {
    const includes = files.map((file) => `  include ${join(folder, file)};`).join("\n");
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((name) => `  ${name}_temp_path ${join(folder, "tmp")};`)
      .join("\n");
    const main = `${directives}\npid ${join(folder, "nginx.pid")};\nerror_log ${join(folder, "error.log")};\nevents {}`;
    return join(folder, write("test/nginx.conf", `${main}\nhttp {\n  access_log off;\n${temporary}\n${includes}\n}\n`));
  };
  /** What the real nginx says of these files. */
  const nginxTest = (...files: readonly string[]): Ran =>
    run(nginxPath!, ["-t", "-p", folder, "-c", configure("", ...files), "-e", join(folder, "error.log")]);
  return { folder, write, run, headgate, headgateWith, nginxTest, configure };
};

import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { itWithNginx } from "../installed-nginx.ts";
import { workingFolder } from "./nginx-case.ts";

const itIfInstalled = itWithNginx("tests/cli/nginx-adopt");

/** What teams have: two sites, a block of its own, a websocket, a redirect, a comment with a brace. */
const site = `# shop { the entrance }
upstream order {
    server 127.0.0.1:8080 fail_timeout=5s; # the first task
}

map $http_upgrade $connection_upgrade { default upgrade; '' close; }

server {
    listen 127.0.0.1:18080;
    server_name shop.example;
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;

    location / { return 301 "https://$host/{start}"; }
    location /orders/ {
        proxy_pass http://order/; # with its URI
    }
    location ~ "^/users/[0-9]{1,9}$" {
        proxy_pass http://localhost:8081$request_uri;
        proxy_read_timeout 5s;
    }
    location /live {
        proxy_pass http://[::1]:8080;
        proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;
    }
}
`;

const adoptedSite = site
  .replace("upstream order {\n    server 127.0.0.1:8080 fail_timeout=5s; # the first task\n}\n", "")
  .replace("$proxy_add_x_forwarded_for;", '$proxy_add_x_forwarded_for;\n    proxy_set_header Connection "";')
  .replace("http://order/; # with its URI", "http://order/; # with its URI\n        proxy_http_version 1.1;")
  .replace("http://localhost:8081$request_uri;", "http://user$request_uri;\n        proxy_http_version 1.1;")
  .replace("http://[::1]:8080;", "http://order;");

let place: ReturnType<typeof workingFolder>;
beforeAll(() => {
  place = workingFolder();
});
afterAll(() => rmSync(place.folder, { recursive: true }));
const read = (name: string): string => readFileSync(join(place.folder, name), "utf8");

describe("headgate nginx adopt", () => {
  it("prints a patch alone, tells what it does beside, and changes nothing", () => {
    place.write("shop.conf", site);
    const { status, stdout, stderr } = place.headgate("nginx", "adopt", "shop.conf");
    expect(status).toBe(0);
    expect(stdout.startsWith("--- a/shop.conf\n+++ b/shop.conf\n@@ ")).toBe(true);
    expect(stderr).toContain("shop.conf:19:27 localhost:8081 becomes user, by the containerPort of user\n");
    expect(stderr).toContain("Apply the patch with patch -p1, or run this again with --write.\n");
    expect(stderr).toContain("proxy_next_upstream");
    expect(read("shop.conf")).toBe(site);
  });

  it.each([
    { tool: "patch", args: ["-p1"] },
    { tool: "git", args: ["apply"] },
  ])("prints what the real $tool applies", ({ tool, args }) => {
    place.write("shop.conf", site);
    const { stdout } = place.headgate("nginx", "adopt", "shop.conf");
    expect(place.run(tool, args, stdout)).toMatchObject({ status: 0, stderr: "" });
    expect(read("shop.conf")).toBe(adoptedSite);
  });

  it("writes the same with --write, and then finds nothing more", () => {
    place.write("shop.conf", site);
    expect(place.headgate("nginx", "adopt", "shop.conf", "--write").status).toBe(0);
    expect(read("shop.conf")).toBe(adoptedSite);
    expect(place.headgate("nginx", "adopt", "shop.conf", "--write")).toEqual({
      status: 0,
      stdout: "",
      stderr: expect.stringMatching(/There is nothing to adopt\.\n$/),
    });
    expect(readdirSync(place.folder).filter((name) => name.includes("shop.conf."))).toEqual([]);
  });

  it("undoes with patch -R what it wrote", () => {
    place.write("shop.conf", site);
    const { stdout } = place.headgate("nginx", "adopt", "shop.conf", "--write");
    expect(place.run("patch", ["-p1", "-R"], stdout).status).toBe(0);
    expect(read("shop.conf")).toBe(site);
  });

  itIfInstalled(
    "makes a site that the real nginx loads beside the rendered file, as the one before was loaded alone",
    () => {
      place.write("shop.conf", site);
      expect(place.nginxTest("shop.conf")).toMatchObject({ status: 0 });
      place.write("tasks.json", '{"order":[{"address":"10.0.0.7","port":32768}],"user":[]}');
      expect(place.headgate("nginx", "render", "--endpoints", "tasks.json", "--out", "upstreams.conf").status).toBe(0);
      expect(place.nginxTest("shop.conf", "upstreams.conf").stderr).toContain('duplicate upstream "order"');
      expect(place.headgate("nginx", "adopt", "shop.conf", "--write").status).toBe(0);
      expect(place.nginxTest("shop.conf", "upstreams.conf")).toMatchObject({ status: 0 });
      expect(place.nginxTest("shop.conf").stderr).toContain("host not found in upstream");
    },
  );

  it("keeps what is not UTF-8 byte for byte, in the patch too", () => {
    const bytes = Buffer.from("# gr\u00fc\u00dfe\r\nproxy_pass http://localhost:8080;\r\n", "latin1");
    place.write("old.conf", bytes);
    place.headgate("nginx", "adopt", "old.conf", "--write");
    const after = Buffer.from(
      '# gr\u00fc\u00dfe\r\nproxy_pass http://order;\r\nproxy_http_version 1.1;\r\nproxy_set_header Connection "";\r\n',
      "latin1",
    );
    expect(readFileSync(join(place.folder, "old.conf")).equals(after)).toBe(true);
  });

  it("follows a link to the file, keeps the link and the mode, and takes a file named twice once", () => {
    place.write("sites-available/a b.conf", "proxy_pass http://localhost:8080;\n");
    mkdirSync(join(place.folder, "sites-enabled"));
    symlinkSync("../sites-available/a b.conf", join(place.folder, "sites-enabled/shop"));
    writeFileSync(join(place.folder, "sites-available/a b.conf"), "proxy_pass http://localhost:8080;\n", {
      mode: 0o640,
    });
    const mode = statSync(join(place.folder, "sites-available/a b.conf")).mode;
    const { status, stdout } = place.headgate(
      "nginx",
      "adopt",
      "sites-enabled/shop",
      "sites-available/a b.conf",
      "--write",
    );
    expect(status).toBe(0);
    expect(stdout.match(/^---/gm)).toHaveLength(1);
    expect(lstatSync(join(place.folder, "sites-enabled/shop")).isSymbolicLink()).toBe(true);
    expect(statSync(join(place.folder, "sites-available/a b.conf")).mode).toBe(mode);
    expect(read("sites-available/a b.conf")).toContain("http://order;");
    expect(place.run("patch", ["-p1", "-R"], stdout).status).toBe(0);
    expect(read("sites-available/a b.conf")).toBe("proxy_pass http://localhost:8080;\n");
  });

  it("reads what a location includes beside the nginx.conf above it", () => {
    place.write("etc/nginx.conf", "");
    place.write("etc/proxy_params", "proxy_set_header Host $http_host;\n");
    place.write("etc/sites/shop", "location / {\n  include proxy_params;\n  proxy_pass http://localhost:8080;\n}\n");
    place.headgate("nginx", "adopt", "etc/sites/shop", "--write");
    expect(read("etc/sites/shop")).toBe(
      'location / {\n  include proxy_params;\n  proxy_set_header Connection "";\n  proxy_pass http://order;\n  proxy_http_version 1.1;\n}\n',
    );
  });

  it("exits with 1 where a port is left, says how to tell whose it is, and still moves the others", () => {
    place.write(
      "two.conf",
      "location /a { proxy_pass http://localhost:8080; }\nlocation /b { proxy_pass http://localhost:9000; }\n",
    );
    const { status, stdout, stderr } = place.headgate("nginx", "adopt", "two.conf");
    expect(status).toBe(1);
    expect(stdout).toContain("+location /a { proxy_pass http://order;");
    expect(stderr).toContain(
      "two.conf:2:33 localhost:9000 stays: no upstream of the fleet has the containerPort 9000\n  fix: say whose it is with --port 9000=order, or --port 9000=- where it is no service of headgate.yml\n",
    );
    expect(place.headgate("nginx", "adopt", "two.conf", "--port", "9000=-", "--port", "8080=user")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("+location /a { proxy_pass http://user;"),
    });
  });

  it("is JSON for a script", () => {
    place.write("one.conf", "proxy_pass http://localhost:8081/x;\n");
    const { status, stdout } = place.headgate("nginx", "adopt", "one.conf", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      sites: [
        {
          file: "one.conf",
          changed: true,
          moved: [{ line: 1, column: 19, from: "localhost:8081", to: "user", service: "user", by: "containerPort" }],
          left: [],
        },
      ],
      patch: expect.stringMatching(/^--- a\/one\.conf\n/),
    });
  });

  it.each<{ when: string; text?: string; args?: readonly string[]; says: RegExp }>([
    { when: "a file that isn't there", args: ["none.conf"], says: /^none\.conf: can't be read: ENOENT/ },
    {
      when: "a syntax error",
      text: "server {\n  listen 80\n}\n",
      says: /^bad\.conf:3:1 \} follows 80\n {2}fix: end the directive/,
    },
    {
      when: "Lua",
      text: "access_by_lua_block { x }",
      says: /^bad\.conf:1:21 access_by_lua_block opens a block of Lua/,
    },
    {
      when: "a fleet that is none",
      args: ["bad.conf", "--fleet", "inner"],
      says: /--fleet names inner.*\n {2}fix: write one of edge/,
    },
    { when: "a port without a service", args: ["bad.conf", "--port", "80"], says: /write PORT=SERVICE/ },
    { when: "a port that is none", args: ["bad.conf", "--port", "70000=order"], says: /write PORT=SERVICE/ },
    { when: "no file", args: [], says: /missing required argument 'file'/ },
  ])("tells $when with what to do, and exits with 2", ({ text = "", args = ["bad.conf"], says }) => {
    place.write("bad.conf", text);
    const { status, stdout, stderr } = place.headgate("nginx", "adopt", ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(says);
  });
});

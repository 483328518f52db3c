import { describe, expect, it } from "@jest/globals";
import { adoptSites } from "../../../shared/records/nginx-site/adopt-sites.ts";
import { adopted, optionsOf, upstreamOf } from "./adopt-case.ts";

const kept = ["proxy_http_version 1.1;", 'proxy_set_header Connection "";'];

/** A location whose proxy_pass has all that kept connections need, so that only the address can change. */
const calm = (pass: string): string =>
  `location / {\n  proxy_pass ${pass};\n  proxy_http_version 1.1;\n  proxy_set_header Host $host;\n  proxy_set_header Connection "";\n}\n`;

describe("the address of a proxy_pass", () => {
  it.each<{ when: string; given: string; gives: string }>([
    { when: "localhost with a port", given: "http://localhost:8080", gives: "http://order" },
    { when: "IPv4's loopback", given: "http://127.0.0.1:8080", gives: "http://order" },
    { when: "another address of 127/8", given: "http://127.0.1.1:8080", gives: "http://order" },
    { when: "IPv6's loopback", given: "http://[::1]:8080", gives: "http://order" },
    { when: "a URI goes along", given: "http://localhost:8080/api/v1/", gives: "http://order/api/v1/" },
    { when: "a lone slash is a URI too", given: "http://localhost:8080/", gives: "http://order/" },
    { when: "a query goes along", given: "http://localhost:8080/?a=b", gives: "http://order/?a=b" },
    {
      when: "variables of the URI go along",
      given: "http://localhost:8081$request_uri",
      gives: "http://user$request_uri",
    },
    { when: "in braces too", given: `http://localhost:8081\${uri}`, gives: `http://user\${uri}` },
    { when: "quotes stay", given: '"http://localhost:8080/a b"', gives: '"http://order/a b"' },
    { when: "single quotes stay", given: "'http://localhost:8080'", gives: "'http://order'" },
    { when: "upper case is the same host", given: "HTTP://LocalHost:8080", gives: "HTTP://order" },
    { when: "TLS stays TLS", given: "https://localhost:8081/x", gives: "https://user/x" },
    { when: "another machine is not ours", given: "http://10.0.0.7:8080", gives: "http://10.0.0.7:8080" },
    {
      when: "a name that begins like ours is another",
      given: "http://localhost.example:8080",
      gives: "http://localhost.example:8080",
    },
    {
      when: "a variable that may be part of the port",
      given: "http://localhost:808$n",
      gives: "http://localhost:808$n",
    },
    {
      when: "a variable that only begins like a URI's",
      given: "http://localhost:8080$uri2",
      gives: "http://localhost:8080$uri2",
    },
    { when: "a variable as a whole", given: "http://$backend", gives: "http://$backend" },
    { when: "a socket", given: "http://unix:/run/app.sock", gives: "http://unix:/run/app.sock" },
    { when: "a port of nobody", given: "http://localhost:9000", gives: "http://localhost:9000" },
  ])("$when: $given", ({ given, gives }) => expect(adopted(calm(given)).after).toBe(calm(gives)));

  it("takes 80 and 443 where no port is written", () => {
    const upstreams = [upstreamOf({ containerPort: 80 }), upstreamOf({ service: "secure", containerPort: 443 })];
    expect(adopted(calm("http://localhost"), { upstreams }).after).toBe(calm("http://order"));
    expect(adopted(calm("https://localhost"), { upstreams }).after).toBe(calm("https://secure"));
  });

  it("tells what moved where, with line and column", () => {
    expect(adopted(calm("http://localhost:8081/x")).moved).toEqual([
      { line: 2, column: 21, from: "localhost:8081", to: "user", service: "user", by: "containerPort" },
    ]);
  });
});

describe("whose a port is", () => {
  it("is what the option says, before any guess", () => {
    const said = new Map([[8080, "user"]]);
    expect(adopted(calm("http://localhost:8080"), { said }).after).toBe(calm("http://user"));
  });

  it("may be said by service where its upstream has another name", () => {
    const upstreams = [upstreamOf({ upstream: "order-v2", containerPort: null })];
    const said = new Map([[7000, "order"]]);
    expect(adopted(calm("http://localhost:7000"), { upstreams, said }).after).toBe(calm("http://order-v2"));
  });

  it("is told with the fix where nobody has it, and kept silent where it is said to be nobody's", () => {
    const site = calm("http://localhost:9000");
    expect(adopted(site).left).toEqual([
      {
        line: 2,
        column: 21,
        target: "localhost:9000",
        because: "no upstream of the fleet has the containerPort 9000",
        fix: "say whose it is with --port 9000=order, or --port 9000=- where it is no service of headgate.yml",
      },
    ]);
    expect(adopted(site, { said: new Map([[9000, "-"]]) })).toMatchObject({ after: site, left: [], notes: [] });
  });

  it.each([
    {
      when: "two services with one container port are not guessed between",
      given: { upstreams: [upstreamOf(), upstreamOf({ service: "api" })] },
      because: "8080 is the containerPort of order and api",
    },
    {
      when: "an option that names nobody",
      given: { said: new Map([[8080, "ordr"]]) },
      because: "ordr is no service and no upstream of the fleet",
    },
    {
      when: "a service with two upstreams has to be named by one of them",
      given: {
        upstreams: [upstreamOf({ upstream: "a" }), upstreamOf({ upstream: "b" })],
        said: new Map([[8080, "order"]]),
      },
      because: "order has several upstreams in the fleet",
    },
  ])("$when", ({ given, because }) => {
    const { left, after } = adopted(calm("http://localhost:8080"), given);
    expect({ because: left.map((entry) => entry.because), after }).toEqual({
      because: [because],
      after: calm("http://localhost:8080"),
    });
  });
});

describe("what kept connections need", () => {
  it.each<{ when: string; given: string; gives: string }>([
    {
      when: "is added below the proxy_pass with its indentation, after the comment of its line",
      given: "server {\n\tlocation / {\n\t\tproxy_pass http://localhost:8080; # order\n\t}\n}\n",
      gives: `server {\n\tlocation / {\n\t\tproxy_pass http://order; # order\n\t\t${kept.join("\n\t\t")}\n\t}\n}\n`,
    },
    {
      when: "stays on one line where the location is on one line",
      given: "location / { proxy_pass http://localhost:8080; }\n",
      gives: `location / { proxy_pass http://order; ${kept.join(" ")} }\n`,
    },
    {
      when: "has the file's line breaks",
      given: "location / {\r\n  proxy_pass http://localhost:8080;\r\n}\r\n",
      gives: `location / {\r\n  proxy_pass http://order;\r\n  ${kept.join("\r\n  ")}\r\n}\r\n`,
    },
    {
      when: "goes after the location's own headers",
      given:
        "location / {\n  proxy_set_header Host $host;\n  proxy_set_header X-A b;\n  proxy_pass http://localhost:8080;\n}\n",
      gives:
        'location / {\n  proxy_set_header Host $host;\n  proxy_set_header X-A b;\n  proxy_set_header Connection "";\n  proxy_pass http://order;\n  proxy_http_version 1.1;\n}\n',
    },
    {
      when: "goes where the headers are inherited from, since a header of its own would take them away",
      given:
        "server {\n  proxy_set_header Host $host;\n  location /a {\n    proxy_pass http://localhost:8080;\n  }\n  location /b {\n    proxy_pass http://localhost:8081;\n  }\n}\n",
      gives:
        'server {\n  proxy_set_header Host $host;\n  proxy_set_header Connection "";\n  location /a {\n    proxy_pass http://order;\n    proxy_http_version 1.1;\n  }\n  location /b {\n    proxy_pass http://user;\n    proxy_http_version 1.1;\n  }\n}\n',
    },
    {
      when: "leaves a websocket's headers alone",
      given:
        'location /ws {\n  proxy_pass http://localhost:8080;\n  proxy_http_version 1.1;\n  proxy_set_header Upgrade $http_upgrade;\n  proxy_set_header Connection "upgrade";\n}\n',
      gives:
        'location /ws {\n  proxy_pass http://order;\n  proxy_http_version 1.1;\n  proxy_set_header Upgrade $http_upgrade;\n  proxy_set_header Connection "upgrade";\n}\n',
    },
    {
      when: "leaves HTTP/1.0 alone where somebody chose it",
      given:
        'location / {\n  proxy_http_version 1.0;\n  proxy_set_header Connection "";\n  proxy_pass http://localhost:8080;\n}\n',
      gives:
        'location / {\n  proxy_http_version 1.0;\n  proxy_set_header Connection "";\n  proxy_pass http://order;\n}\n',
    },
    {
      when: "is before an `if`, in which it is not allowed, and there once",
      given:
        "location / {\n  if ($a) {\n    proxy_pass http://localhost:8080;\n  }\n  if ($b) {\n    proxy_pass http://localhost:8081;\n  }\n}\n",
      gives: `location / {\n  ${kept.join("\n  ")}\n  if ($a) {\n    proxy_pass http://order;\n  }\n  if ($b) {\n    proxy_pass http://user;\n  }\n}\n`,
    },
    {
      when: "is in a snippet without a location",
      given: "proxy_pass http://localhost:8080;",
      gives: `proxy_pass http://order;\n${kept.join("\n")}`,
    },
    {
      when: "is added to a site that names the upstream already",
      given: "location / {\n  proxy_pass http://order;\n}\n",
      gives: `location / {\n  proxy_pass http://order;\n  ${kept.join("\n  ")}\n}\n`,
    },
  ])("$when", ({ given, gives }) => expect(adopted(given).after).toBe(gives));

  it("is nothing for an upstream without keepalive", () => {
    const { after } = adopted("location / { proxy_pass http://localhost:8080; }", {
      upstreams: [upstreamOf({ keepalive: 0 })],
    });
    expect(after).toBe("location / { proxy_pass http://order; }");
  });

  it("is looked for in included files, and put after the include that brings the headers", () => {
    const site = "location / {\n  include proxy_params;\n  proxy_pass http://localhost:8080;\n}\n";
    const included = (path: string) => (path === "proxy_params" ? "proxy_set_header Host $http_host;\n" : null);
    expect(adopted(site, { included }).after).toBe(
      'location / {\n  include proxy_params;\n  proxy_set_header Connection "";\n  proxy_pass http://order;\n  proxy_http_version 1.1;\n}\n',
    );
  });

  it("is left to a person where the location includes what can't be read", () => {
    const site = "location / {\n  include proxy_params;\n  proxy_pass http://localhost:8080;\n}\n";
    const { after, notes } = adopted(site);
    expect(after).toBe(site.replace("localhost:8080", "order"));
    expect(notes.map(({ message }) => message)).toContainEqual(
      'proxy_params can\'t be read, so proxy_http_version 1.1; proxy_set_header Connection ""; is left for you to add',
    );
  });
});

describe("upstream blocks of the site", () => {
  const proxied = (name: string) => calm(`http://${name}`);

  it("of one local port are replaced by the rendered one, and stay where they have another name", () => {
    const block = "upstream backend {\n  server localhost:8080;\n  keepalive 4;\n}\n";
    const { after, notes } = adopted(block + proxied("backend/x"));
    expect(after).toBe(block + proxied("order/x"));
    expect(notes).toEqual([
      { line: 1, column: 1, message: "upstream backend is not used any more by what was read here" },
    ]);
  });

  it("go where they have the rendered one's name, as nginx takes a name once", () => {
    const block = "# orders\nupstream order {\n  server 127.0.0.1:8080 max_fails=3;\n}\n";
    expect(adopted(block + proxied("order")).after).toBe(`# orders\n${proxied("order")}`);
  });

  it("may list several local ports of one service", () => {
    const block = "upstream backend { server localhost:7001; server [::1]:7002 backup; }\n";
    const said = new Map([
      [7001, "order"],
      [7002, "order"],
    ]);
    expect(adopted(block + proxied("backend"), { said }).after).toBe(block + proxied("order"));
  });

  it.each([
    {
      when: "has a server on another machine",
      block: "upstream backend { server localhost:8080; server 10.0.0.1:8080; }\n",
    },
    {
      when: "has servers of two services",
      block: "upstream backend { server localhost:8080; server localhost:8081; }\n",
    },
    { when: "has a socket", block: "upstream backend { server unix:/run/app.sock; }\n" },
  ])("stays in use where it $when", ({ block }) => {
    const site = block + proxied("backend");
    expect(adopted(site).after).toBe(site);
  });

  it("that would stand in the way of the rendered one is told with the fix", () => {
    const site = `upstream order { server 10.0.0.1:80; }\n${proxied("order")}`;
    const { after, left } = adopted(site);
    expect({ after, left }).toEqual({
      after: site,
      left: [
        {
          line: 1,
          column: 1,
          target: "upstream order",
          because: "the rendered file has an upstream of that name, and nginx takes a name once",
          fix: "rename this block, or `upstream` in headgate.yml",
        },
      ],
    });
  });

  it("of stream and mail are not http's, whatever their names", () => {
    const site = "stream {\n  upstream order { server localhost:8080; }\n  server { proxy_pass order; }\n}\n";
    expect(adopted(site)).toEqual({ file: "site", before: site, after: site, moved: [], left: [], notes: [] });
  });

  it("are found in the other files too", () => {
    const block = { name: "upstreams", text: "upstream backend { server localhost:8080; }\n" };
    const adoption = adoptSites([{ name: "site", text: proxied("backend") }, block], optionsOf());
    expect(adoption).toMatchObject({ kind: "read", sites: [{ after: proxied("order") }, { after: block.text }] });
  });
});

describe("what a person has to look at", () => {
  it.each<{ when: string; given: string; says: string }>([
    { when: "no Host", given: 'proxy_set_header Connection "";', says: "no Host header is set" },
    { when: "headers that nginx.conf may have", given: "", says: "no proxy_set_header is in sight" },
    { when: "HTTP/1.0", given: "proxy_http_version 1.0;", says: "proxy_http_version is 1.0" },
    {
      when: "a redirect",
      given: "proxy_redirect http://localhost:8080/ /;",
      says: "proxy_redirect names http://localhost:8080/",
    },
    { when: "websockets", given: "proxy_set_header Upgrade $http_upgrade;", says: "it serves websockets" },
  ])("$when", ({ given, says }) => {
    const { notes } = adopted(`location / { proxy_pass http://localhost:8080; ${given} }`);
    expect(notes.map(({ message }) => message)).toContainEqual(expect.stringContaining(says));
  });

  it("is an address that a variable decides on", () => {
    expect(adopted("location / { proxy_pass http://$backend; }").notes).toEqual([
      { line: 1, column: 14, message: "http://$backend is left as it is: its address is not written out" },
    ]);
  });
});

import { describe, expect, it } from "@jest/globals";
import type { NginxRender } from "../../../shared/records/nginx/nginx-render.ts";
import { nginxServers } from "../../../shared/records/nginx/nginx-servers.ts";
import { renderNginx } from "../../../shared/records/nginx/render-nginx.ts";
import { type ResolvingRender, renderResolving } from "../../../shared/records/nginx/render-resolving.ts";
import type { AdmittedRate } from "../../../shared/records/post.ts";
import { gate, render, server, upstream, upstreamRender } from "./builders.ts";

const header = `# Written by Headgate: stack shop, fleet edge.
# What is changed here by hand is overwritten. nginx includes this file in its http block.
`;

const admitted = (requestsPerSecond: number, tasks = 3): AdmittedRate => ({
  requestsPerSecond,
  tasks,
  boundBy: "orders-db",
});

describe("the rendered file", () => {
  it.each<{ readonly when: string; readonly given: NginxRender; readonly gives: string }>([
    { when: "a fleet without upstreams keeps a legal file", given: render([]), gives: "" },
    {
      when: "servers and upstreams are sorted, IPv6 is in brackets, a place is listed once",
      given: render([
        upstreamRender(
          { servers: [server("2001:db8::7", 8081)] },
          { upstream: "pay", keepalive: 0, method: "round_robin" },
        ),
        upstreamRender({ servers: [server("10.0.1.9", 32_768), server("10.0.1.5", 32_769)] }, { maxFails: 3 }),
      ]),
      gives: `
# Service order: 2 tasks.
upstream order {
    zone headgate_upstream_order 64k;
    least_conn;
    server 10.0.1.5:32769 max_fails=3 fail_timeout=10s;
    server 10.0.1.9:32768 max_fails=3 fail_timeout=10s;
    keepalive 32;
}

# Service pay: 1 task.
upstream pay {
    zone headgate_upstream_pay 64k;
    server [2001:db8::7]:8081 max_fails=1 fail_timeout=10s;
}
`,
    },
    {
      when: "a service without tasks keeps a block that nginx accepts",
      given: render([upstreamRender({ servers: [] })]),
      gives: `
# Service order: 0 tasks.
upstream order {
    zone headgate_upstream_order 64k;
    least_conn;
    # No task is there. nginx refuses a block without a server, so this one stands in: it is down, nothing ever
    # connects to it, and requests are answered 502 at once.
    server 127.0.0.1:9 down;
    keepalive 32;
}
`,
    },
  ])("$when", ({ given, gives }) => expect(renderNginx(given)).toBe(header + gives));

  const gateOf = (changes: Parameters<typeof gate>[0], rate: AdmittedRate | null, instances = 1): string => {
    const text = renderNginx(render([upstreamRender({ admitted: rate }, { gate: gate(changes) })], { instances }));
    return text.slice(text.indexOf("# Gate of"));
  };
  const keyZone = (rate: string) => `limit_req_zone $headgate_gate_order zone=headgate_rate_order:64k rate=${rate};`;
  const retryAfter = (seconds: number) => `
# For rejections by a gate only.
map "$headgate_gate_order $limit_req_status $limit_conn_status" $headgate_retry_after {
    default "";
    "~^([^ ]*[|])?order([|][^ ]*)? .*REJECTED( |$)" ${seconds};
}
add_header Retry-After $headgate_retry_after always;
`;

  it("an open gate has its zones and an empty key", () => {
    expect(gateOf({}, null)).toBe(`# Gate of order: open, nothing is limited.
map "$host$uri $host$request_uri" $headgate_gate_order {
    default "";
}
${keyZone("1r/s")}
limit_req zone=headgate_rate_order nodelay;
${retryAfter(5)}`);
  });

  it("a closed gate differs in values only", () => {
    const closed = gateOf(
      { match: ["shop.example/api", "/b"], connectionsPerTask: 50, retryAfterSeconds: 9 },
      admitted(120),
    );
    expect(closed).toBe(`# Gate of order: closed, this instance lets 120r/s through.
map "$host$uri $host$request_uri" $headgate_gate_order {
    default "";
    "~(^| )[^/ ]*/b" order;
    "~(^| )shop[.]example/api" order;
}
${keyZone("120r/s")}
limit_req zone=headgate_rate_order burst=120 nodelay;
limit_conn_zone $headgate_gate_order zone=headgate_conn_order:64k;
limit_conn headgate_conn_order 150;
${retryAfter(9)}`);
  });

  it.each([
    { when: "a whole rate from ten on", rate: 10, instances: 1, gives: "rate=10r/s", burst: " burst=10" },
    {
      when: "the part of an instance is rounded down",
      rate: 100,
      instances: 3,
      gives: "rate=33r/s",
      burst: " burst=33",
    },
    { when: "less than ten is said by the minute", rate: 9.7, instances: 1, gives: "rate=582r/m", burst: " burst=9" },
    { when: "less than one has no burst", rate: 0.5, instances: 1, gives: "rate=30r/m", burst: "" },
    { when: "the least is one a minute", rate: 0.001, instances: 1, gives: "rate=1r/m", burst: "" },
    {
      when: "more than nginx counts is as good as open",
      rate: 1e12,
      instances: 1,
      gives: "rate=1000000r/s",
      burst: " burst=1000000",
    },
  ])("a rate: $when", ({ rate, instances, gives, burst }) => {
    const text = gateOf({}, admitted(rate), instances);
    expect(text).toContain(`${gives};`);
    expect(text).toContain(`limit_req zone=headgate_rate_order${burst} nodelay;`);
  });

  it.each([
    { when: "at least one", connectionsPerTask: 1, tasks: 1, instances: 4, gives: 1 },
    { when: "at most what nginx counts", connectionsPerTask: 100_000, tasks: 9, instances: 1, gives: 65_535 },
    { when: "an instance's part", connectionsPerTask: 5, tasks: 3, instances: 2, gives: 7 },
  ])("connections: $when", ({ connectionsPerTask, tasks, instances, gives }) => {
    expect(gateOf({ connectionsPerTask }, admitted(50, tasks), instances)).toContain(
      `limit_conn headgate_conn_order ${gives};`,
    );
  });
});

describe("what would break out of nginx's syntax is refused", () => {
  const one = (changes: Parameters<typeof upstreamRender>[0], configured: Parameters<typeof upstreamRender>[1] = {}) =>
    render([upstreamRender(changes, configured)]);
  const closed = (match: string) => one({ admitted: admitted(1) }, { gate: gate({ match: [match] }) });

  it.each([
    { when: "an upstream with a brace", given: one({}, { upstream: "a{" }) },
    { when: "an upstream with a line break", given: one({}, { upstream: "a\nb" }) },
    { when: "a service with a line break, in the comment", given: one({ service: "a\nserver x;" }) },
    { when: "a stack with a line break, in the comment", given: render([], { stack: "a\n}" }) },
    { when: "a fleet with a semicolon", given: render([], { fleet: "a;" }) },
    { when: "no address", given: one({ servers: [server("10.0.0.1; }")] }) },
    { when: "a host name in place of an address", given: one({ servers: [server("task.example")] }) },
    { when: "an address with a zone", given: one({ servers: [server("fe80::1%eth0")] }) },
    { when: "port 0", given: one({ servers: [server("10.0.0.1", 0)] }) },
    { when: "a broken port", given: one({ servers: [server("10.0.0.1", 80.5)] }) },
    { when: "a match with a quote", given: closed('/a"') },
    { when: "a match with a variable", given: closed("/$host") },
    { when: "a match with a backslash", given: closed("/a\\d") },
    { when: "a match with a space", given: closed("/a b") },
    { when: "a match without a path", given: closed("shop.example") },
    { when: "keepalive that is no number", given: one({}, { keepalive: Number.NaN }) },
    { when: "fewer failures than none", given: one({}, { maxFails: -1 }) },
    { when: "no instance", given: render([], { instances: 0 }) },
    {
      when: "two upstreams that differ in case only",
      given: render(["a", "A"].map((name) => upstreamRender({}, { upstream: name }))),
    },
  ])("$when", ({ given }) => {
    expect(() => renderNginx(given)).toThrow(expect.objectContaining({ code: "unsafe-nginx-text" }));
  });
});

describe("servers of endpoints", () => {
  it("by IPv4 where there are both addresses, each place once, none without a port", () => {
    const at = (ipv4: string | null, ipv6: string | null, port: number | null) => ({ ipv4, ipv6, port });
    expect(
      nginxServers([
        at("10.0.0.2", "::2", 80),
        at(null, "::1", 80),
        at("10.0.0.2", null, 80),
        at("10.0.0.3", null, null),
      ]),
    ).toEqual([
      { address: "10.0.0.2", port: 80 },
      { address: "::1", port: 80 },
    ]);
  });
});

describe("the file for an nginx that resolves by itself", () => {
  const resolving = (srvName: string): ResolvingRender => ({
    stack: "shop",
    fleet: "edge",
    resolvers: ["10.0.0.2", "fd00:ec2::253"],
    validSeconds: 10,
    upstreams: [{ service: "order", upstream: upstream(), srvName }],
  });

  it.each([
    {
      when: "nginx makes _http._tcp of a plain service",
      srvName: "_http._tcp.order.shop.internal",
      gives: "order.shop.internal service=http",
    },
    {
      when: "UDP is said as it stands",
      srvName: "_dns._udp.order.shop.internal",
      gives: "order.shop.internal service=_dns._udp",
    },
    {
      when: "a name that is none of these as well",
      srvName: "order.srv.shop.internal",
      gives: "shop.internal service=order.srv",
    },
  ])("$when", ({ srvName, gives }) => {
    expect(
      renderResolving(resolving(srvName)),
    ).toBe(`${header}# It needs nginx 1.27.3 or newer, which looks the SRV records up itself.

# Service order: the tasks of the SRV record ${srvName}.
upstream order {
    zone headgate_upstream_order 1024k;
    resolver 10.0.0.2 [fd00:ec2::253] valid=10s;
    least_conn;
    server ${gives} resolve max_fails=1 fail_timeout=10s;
    keepalive 32;
}
`);
  });

  it.each([
    { when: "a record of two labels", given: resolving("shop.internal") },
    { when: "a record that is no name", given: resolving("_http._tcp.a b.internal") },
    { when: "no resolver", given: { ...resolving("_http._tcp.order.shop.internal"), resolvers: [] } },
    {
      when: "a resolver that is no address",
      given: { ...resolving("_http._tcp.order.shop.internal"), resolvers: ["dns"] },
    },
  ])("refuses $when", ({ given }) => {
    expect(() => renderResolving(given)).toThrow(expect.objectContaining({ code: "unsafe-nginx-text" }));
  });
});

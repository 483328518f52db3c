import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { GateConfig } from "../../../shared/config/publication.ts";
import { renderNginx } from "../../../shared/records/nginx/render-nginx.ts";
import type { AdmittedRate } from "../../../shared/records/post.ts";
import { gate, render, server, upstreamRender } from "./builders.ts";
import { type Answer, ask, askMany, type HttpTask, startTask } from "./http-task.ts";
import { describeWithNginx, type RealNginx, startNginx } from "./real-nginx.ts";

const site = `
  limit_req_zone $server_port zone=own:64k rate=1r/m;
  server {
    listen LISTEN;
    location / { proxy_pass http://order; }
    location /api/orders/rewritten { rewrite ^ /elsewhere break; proxy_pass http://order; }
    location /short { rewrite ^ /api/orders break; proxy_pass http://order; }
    location /api/orders/limited-here { limit_req zone=own; proxy_pass http://order; }
  }`;

const admitted = (requestsPerSecond: number, tasks = 2): AdmittedRate => ({
  requestsPerSecond,
  tasks,
  boundBy: "orders-db",
});

describeWithNginx("the gate in a real nginx", () => {
  let tasks: readonly HttpTask[];
  let nginx: RealNginx;

  const fileWith = (rate: AdmittedRate | null, changes: Partial<GateConfig> = {}, instances = 1): string =>
    renderNginx(
      render([upstreamRender({ servers: tasks.map((task) => task.server), admitted: rate }, { gate: gate(changes) })], {
        instances,
      }),
    );
  const put = async (content: string) => {
    await nginx.put(content);
    await nginx.reload();
  };
  const answersTo = async (count: number, path: string, host = "shop.example") => {
    const answers: Answer[] = [];
    await askMany(count, 20, async () => void answers.push(await ask(nginx.port, path, host)));
    return counted(answers);
  };
  const counted = (answers: readonly Answer[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { status, retryAfter } of answers) {
      const kind = retryAfter === null ? `${status}` : `${status}, retry after ${retryAfter}`;
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  };

  beforeAll(async () => {
    tasks = await Promise.all([startTask("a", 100), startTask("b", 100)]);
    nginx = await startNginx(fileWith(null), site);
  });
  afterAll(async () => {
    await nginx.stop();
    await Promise.all(tasks.map((task) => task.stop()));
  });

  it("closed: the rate and its burst pass, all else is answered 503 with Retry-After", async () => {
    // 12 a minute: one now, a burst of three, and the next only five seconds later.
    await put(fileWith(admitted(0.2), { burstSeconds: 15 }));
    expect(await answersTo(100, "/api/orders/7?x=1")).toEqual({ "200": 4, "503, retry after 5": 96 });
  });

  it("each of several instances lets its part through", async () => {
    await put(fileWith(null));
    await put(fileWith(admitted(0.4), { burstSeconds: 30 }, 2));
    // 0.2 a second for this one: one now and a burst of six, less what is left in the bucket of before.
    const { "200": passed = 0 } = await answersTo(100, "/api/orders");
    expect(passed).toBeGreaterThanOrEqual(3);
    expect(passed).toBeLessThanOrEqual(7);
  });

  it.each([
    { when: "another host", path: "/api/orders", host: "other.example" },
    { when: "another path", path: "/api/customers", host: "shop.example" },
  ])("closed: $when is untouched", async ({ path, host }) => {
    expect(await answersTo(50, path, host)).toEqual({ "200": 50 });
  });

  it.each([
    { when: "was rewritten to another", path: "/api/orders/rewritten" },
    { when: "became it by a rewrite", path: "/short" },
    { when: "is it only once it is decoded", path: "/api/%6frders" },
    { when: "is it only once slashes are merged", path: "//api//orders" },
  ])("closed: a path that $when is shed as well", async ({ path }) => {
    expect(await answersTo(20, path)).toMatchObject({ "503, retry after 5": expect.any(Number) });
  });

  it("closed: a location with a limit of its own inherits none, as the file's comment says", async () => {
    const counts = await answersTo(10, "/api/orders/limited-here");
    expect(counts["200"]).toBe(1);
    expect(await nginx.errorLog()).toMatch(/limiting requests.* by zone "own"/);
  });

  it("opening it lets everything pass, and a rejection by a limit of the site's has no Retry-After of ours", async () => {
    await put(fileWith(null));
    expect(await answersTo(200, "/api/orders")).toEqual({ "200": 200 });
    expect(await answersTo(5, "/api/orders/limited-here")).toEqual({ "503": 5 });
  });

  it("bounds what is in progress, by tasks", async () => {
    await put(fileWith(admitted(100_000), { connectionsPerTask: 2, burstSeconds: 60 }));
    expect(await answersTo(20, "/api/orders")).toEqual({ "200": 4, "503, retry after 5": 16 });
  });

  it("nginx takes every change of it while it runs, and never keeps an old configuration", async () => {
    for (const rate of [null, admitted(5), admitted(500), null, admitted(0.01)]) {
      await put(fileWith(rate, { connectionsPerTask: 2 }));
    }
    expect(await nginx.errorLog()).not.toMatch(/\[(emerg|alert|crit|warn)\]/);
  });
});

describeWithNginx("what nginx accepts", () => {
  let nginx: RealNginx;

  beforeAll(async () => {
    nginx = await startNginx("", "  server { listen LISTEN; }");
  });
  afterAll(() => nginx.stop());

  const everyName = Array.from({ length: 20 }, (_, index) => `${"a-very-long-service-name".repeat(4)}-${index}`);

  it.each([
    {
      when: "20 gates with long names fit into nginx's default hash sizes",
      upstreams: everyName.map((name) =>
        upstreamRender({ admitted: admitted(5) }, { upstream: name, gate: gate({ connectionsPerTask: 5 }) }),
      ),
    },
    {
      when: "names that differ in a dash, an underscore or a dot stay apart",
      upstreams: ["a-b", "a_b", "A__b", "a.b", "a_2db", "rate_a", "upstream_a", "a"].map((name) =>
        upstreamRender({ admitted: admitted(5) }, { upstream: name, gate: gate({ connectionsPerTask: 5 }) }),
      ),
    },
    {
      when: "1,000 servers fit into the zone",
      upstreams: [
        upstreamRender({ servers: Array.from({ length: 1000 }, (_, i) => server(`10.0.${i >> 8}.${i & 255}`)) }),
      ],
    },
    {
      when: "13 and 17 servers by IPv6, around the zone's first step",
      upstreams: [13, 17].map((count) =>
        upstreamRender(
          {
            servers: Array.from({ length: count }, (_, i) => server(`2001:db8:1111:2222:3333:4444:5555:${i}`, 65_535)),
          },
          { upstream: `v6-${count}` },
        ),
      ),
    },
    {
      when: "every kind of match",
      upstreams: [
        upstreamRender({ admitted: admitted(5) }, { gate: gate({ match: ["/", "/a.b+c/~!&,=:@-_", "x.y/A"] }) }),
      ],
    },
    {
      when: "no keepalive, round robin, never failing",
      upstreams: [upstreamRender({}, { keepalive: 0, method: "round_robin", maxFails: 0 })],
    },
    { when: "no upstream at all", upstreams: [] },
  ])("$when", async ({ upstreams }) => {
    await nginx.put(renderNginx(render(upstreams)));
    expect(await nginx.test()).toMatchObject({ accepted: true, words: expect.not.stringContaining("[warn]") });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type ServedZone, serveZone } from "./dns-server.ts";
import { ZoneRun } from "./run-zone.ts";
import {
  bridged,
  type Given,
  ipv6Address,
  listing,
  privateAddress,
  publicAddress,
  range,
  record,
  running,
  taskId,
} from "./zone-case.ts";

const name = "web.shop.internal";
let served: ServedZone;

beforeAll(async () => {
  served = await serveZone(20_260_314);
});
afterAll(() => served.close());

const publish = (given: Given, run = new ZoneRun()): ZoneRun => {
  run.step(given);
  served.serve(run.zone.recordSets);
  return run;
};

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "answered",
    (error: NodeJS.ErrnoException) => error.code,
  );

describe("a resolver that asks a name server with the planned zone", () => {
  it("finds every task at the name while they come and go, and no name where there is none", async () => {
    const run = new ZoneRun();
    const records = { web: [record({ family: "dual" })] };
    let before: readonly number[] = [];
    for (const numbers of [range(1), range(2), range(5), [], range(3, 10)]) {
      publish(
        {
          records,
          listings: {
            web: running(
              numbers,
              before.filter((n) => !numbers.includes(n)),
            ),
          },
        },
        run,
      );
      if (numbers.length === 0) expect(await codeOf(served.resolver.resolve4(name))).toBe("ENOTFOUND");
      else {
        expect((await served.resolver.resolve4(name)).sort()).toEqual(numbers.map(privateAddress).sort());
        expect((await served.resolver.resolve6(name)).sort()).toEqual(numbers.map(ipv6Address).sort());
      }
      before = numbers;
    }
  });

  it("gets the configured TTL", async () => {
    publish({ records: { web: [record({ ttlSeconds: 45 })] }, listings: { web: running([1]) } });
    expect(await served.resolver.resolve4(name, { ttl: true })).toEqual([{ address: privateAddress(1), ttl: 45 }]);
  });

  it("gets 400 addresses of a simple record, over TCP", async () => {
    publish({ records: { web: [record()] }, listings: { web: running(range(400)) } });
    const { tcp } = served.queries;
    expect((await served.resolver.resolve4(name)).sort()).toEqual(range(400).map(privateAddress).sort());
    expect(served.queries.tcp).toBe(tcp + 1);
  });

  it.each([1, 2, 5, 8, 9, 20, 100])(
    "gets min(8, n) of %d multivalue records, and all of them in 200 queries",
    async (count) => {
      const kind = "multivalue";
      publish({ records: { web: [record({ kind, address: "public" })] }, listings: { web: running(range(count)) } });
      const union = new Set<string>();
      for (let query = 0; query < 200; query++) {
        const answer = await served.resolver.resolve4(name);
        expect(new Set(answer).size).toBe(Math.min(8, count));
        for (const address of answer) union.add(address);
      }
      expect([...union].sort()).toEqual(range(count).map(publicAddress).sort());
    },
  );

  it("is spared what its health check finds sick", async () => {
    const healthCheck = { type: "TCP", path: null, port: 80, intervalSeconds: 10, failureThreshold: 1 } as const;
    const given = {
      records: { web: [record({ kind: "multivalue", address: "public", healthCheck })] },
      listings: { web: running([1, 2, 3]) },
    };
    const run = publish(given);
    publish(given, run);
    const sick = run.zone.recordSets.find(({ setIdentifier }) => setIdentifier === taskId(2))?.healthCheckId;
    expect(sick).toEqual(expect.any(String));
    served.isUnhealthy.add(sick!);
    expect((await served.resolver.resolve4(name)).sort()).toEqual([1, 3].map(publicAddress));
  });

  it("is shared out by weight: 10 of 100 within five standard deviations", async () => {
    const weighted = (setIdentifier: string, weight: number) => [record({ kind: "weighted", weight, setIdentifier })];
    publish({
      records: { canary: weighted("canary", 10), stable: weighted("stable", 90) },
      listings: { canary: running([1]), stable: running([2, 3]) },
    });
    const queries = 2000;
    let canary = 0;
    for (let query = 0; query < queries; query++) {
      const answer = (await served.resolver.resolve4(name)).sort();
      const isCanary = answer.length === 1;
      expect(answer).toEqual((isCanary ? [1] : [2, 3]).map(privateAddress));
      if (isCanary) canary += 1;
    }
    // Binomial: n p = 200, and the square root of n p (1 - p) is 13.4.
    const deviation = Math.sqrt(queries * 0.1 * 0.9);
    expect(Math.abs(canary - queries * 0.1)).toBeLessThan(5 * deviation);
  });

  it("finds ports and hosts by SRV, and each host's address", async () => {
    const service = `_http._tcp.${name}`;
    const tasks = [bridged(1, 7, 40_001), bridged(2, 7, 40_002), bridged(3, 8, 40_001)];
    publish({ records: { web: [record({ kind: "srv", name: service })] }, listings: { web: listing(tasks) } });
    const found = await served.resolver.resolveSrv(service);
    const reached = await Promise.all(
      found.map(async ({ name: host, port }) => `${(await served.resolver.resolve4(host)).join()}:${port}`),
    );
    expect(reached.sort()).toEqual([
      `${privateAddress(207)}:40001`,
      `${privateAddress(207)}:40002`,
      `${privateAddress(208)}:40001`,
    ]);
    expect(new Set(found.map(({ priority, weight }) => `${priority} ${weight}`))).toEqual(new Set(["1 1"]));
  });

  it("finds IPv6 hosts by SRV, one per task", async () => {
    const service = `_http._tcp.${name}`;
    const records = { web: [record({ kind: "srv", name: service, family: "dual" })] };
    publish({ records, listings: { web: running([1, 2]) } });
    const hosts = (await served.resolver.resolveSrv(service)).map((found) => found.name).sort();
    expect(hosts).toEqual([1, 2].map((number) => `${taskId(number)}.${name}`));
    expect(await served.resolver.resolve6(hosts[0]!)).toEqual([ipv6Address(1)]);
    expect(await served.resolver.resolve4(hosts[0]!)).toEqual([privateAddress(1)]);
  });

  it("follows a region's alias to the tasks", async () => {
    const regional = {
      regionalName: `eu.${name}`,
      setIdentifier: "eu",
      by: { kind: "latency", region: "eu-central-1" },
    } as const;
    publish({ records: { web: [record({ kind: "multivalue", regional })] }, listings: { web: running([1, 2, 3]) } });
    expect((await served.resolver.resolve4(name)).sort()).toEqual([1, 2, 3].map(privateAddress));
    expect(await codeOf(served.resolver.resolve6(name))).toBe("ENODATA");
  });

  it("reads who owns each record", async () => {
    publish({ records: { web: [record({ kind: "multivalue" })] }, listings: { web: running([1]) } });
    expect(await served.resolver.resolveTxt(`_headgate.a-${taskId(1)}.${name}`)).toEqual([
      ["heritage=headgate,headgate/stack=shop,headgate/service=web"],
    ]);
  });

  it("reads an owner whose names need two strings", async () => {
    const long = "w".repeat(240);
    publish({ records: { [long]: [record()] }, listings: { [long]: running([1]) } });
    const [text] = await served.resolver.resolveTxt(`_headgate.a-all.${name}`);
    expect(text!.length).toBe(2);
    expect(text!.join("")).toBe(`heritage=headgate,headgate/stack=shop,headgate/service=${long}`);
  });
});

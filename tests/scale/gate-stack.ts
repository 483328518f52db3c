import type { Config } from "../../shared/config/config.ts";
import { publishesNothing } from "../../shared/config/publication.ts";
import type { ServiceConfig } from "../../shared/config/service-config.ts";
import type { SignalConfig } from "../../shared/config/signal-config.ts";
import { legalPool } from "../simulator/world/small-world.ts";
import { type SmallStack, smallStack } from "./small-stack.ts";
import { stackConfig, worldSpec } from "./small-world.ts";

const rateSignal: SignalConfig = {
  kind: "rate",
  name: "rate",
  metric: {
    namespace: "Shop",
    metricName: "Requests",
    dimensions: { Service: "checkout" },
    statistic: "Sum",
    periodSeconds: 60,
  },
  presence: null,
  staleAfterSeconds: 300,
};

/** `checkout` in an nginx fleet with a gate, its requests counted behind it. */
export const gatedConfig = (
  maxConnections: number,
  checkout: Partial<ServiceConfig> = {},
  changes: Partial<Config> = {},
): Config => {
  const plain = stackConfig(
    {
      publish: {
        ...publishesNothing,
        upstreams: [
          {
            fleet: "edge",
            upstream: "checkout",
            containerPort: null,
            address: "private",
            method: "least_conn",
            keepalive: 16,
            maxFails: 1,
            failTimeoutSeconds: 10,
            gate: { match: ["/checkout"], retryAfterSeconds: 5, burstSeconds: 1, connectionsPerTask: null },
          },
        ],
      },
    },
    { maxConnections },
    {
      nginxFleets: [
        {
          name: "edge",
          tag: { key: "Role", value: "edge" },
          file: "/etc/nginx/conf.d/headgate.conf",
          policy: "install",
        },
      ],
      ...changes,
    },
  );
  return {
    ...plain,
    services: plain.services.map((service) =>
      service.name === "checkout" ? { ...service, signals: [...service.signals, rateSignal], ...checkout } : service,
    ),
  };
};

export type GatedStack = SmallStack & {
  /** What the instance's file lets through a second; infinite: its gate is open. */
  readonly letThrough: () => number;
  /** The limits of the files that were installed, in order; `null`: open. */
  readonly limits: () => readonly (number | null)[];
  /** Requests a second to `search` from now on. */
  readonly searched: (requestsPerSecond: number) => void;
  /** Seconds in which users send so many requests a second; nginx lets through what its file says. */
  readonly flood: (seconds: number, requestsPerSecond: (second: number) => number) => Promise<void>;
};

/** Both services on one database, in one domain. */
export const sharedConfig = (maxConnections: number): Config => {
  const config = gatedConfig(maxConnections);
  const { pools } = config.services.find(({ name }) => name === "checkout")!;
  return {
    ...config,
    services: config.services.map((service) => ({ ...service, pools })),
    domains: [{ id: "checkout", services: ["checkout", "search"], databases: ["orders"] }],
  };
};

const seconds = 20_000;

/** Four tasks at their target behind one nginx, and four of `search`. */
export const gatedStack = (config: Config, maxConnections: number): GatedStack => {
  const reaching: number[] = Array.from({ length: seconds }, () => 100);
  const searches: number[] = Array.from({ length: seconds }, () => 100);
  const spec = worldSpec(reaching, maxConnections);
  const isShared = config.services.every(({ pools }) => pools.length > 0);
  const services = spec.services.map((service) =>
    service.name === "search"
      ? {
          ...service,
          traffic: { kind: "perSecond" as const, requestsPerSecond: searches },
          ...(isShared ? { pool: legalPool() } : {}),
        }
      : service,
  );
  const stack = smallStack({ ...spec, services }, config);
  const files: string[] = [];
  stack.cloud.ssm.declareInstance({
    id: "i-0edge",
    tags: { Role: "edge" },
    run: ({ Key = "" }) => {
      const text = stack.cloud.s3.texts("rehearsal-renders")[Key] ?? "";
      if (files.at(-1) !== text) files.push(text);
      return { status: "Success" };
    },
  });
  const limitOf = (text: string): number | null => {
    const closed = /closed, this instance lets ([\d.]+)r\/([sm]) through/.exec(text);
    return closed === null ? null : Number(closed[1]) / (closed[2] === "m" ? 60 : 1);
  };
  const letThrough = (): number => limitOf(files.at(-1) ?? "") ?? Number.POSITIVE_INFINITY;
  return {
    ...stack,
    letThrough,
    limits: () => files.map(limitOf),
    searched: (requestsPerSecond) => searches.fill(requestsPerSecond, stack.nowSeconds()),
    flood: async (forSeconds, requestsPerSecond) => {
      for (let second = 0; second < forSeconds; second += 1) {
        reaching[stack.nowSeconds()] = Math.min(requestsPerSecond(second), letThrough());
        await stack.run(1);
      }
    },
  };
};

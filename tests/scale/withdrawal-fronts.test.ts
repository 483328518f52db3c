import { beforeAll, describe, expect, it } from "@jest/globals";
import type { Config } from "../../shared/config/config.ts";
import { type PublishConfig, publishesNothing, type UpstreamConfig } from "../../shared/config/publication.ts";
import type { SmallStack } from "./small-stack.ts";
import { stackConfig } from "./small-world.ts";
import {
  answering,
  cachingClients,
  publishedIn,
  publishedStackConfig,
  quietStack,
  ttlSeconds,
} from "./withdrawal-stack.ts";

const busySeconds = 400;
const cloudMapId = "srv-0checkout";

const upstream: UpstreamConfig = {
  fleet: "edge",
  upstream: "checkout",
  containerPort: null,
  address: "private",
  method: "least_conn",
  keepalive: 16,
  maxFails: 1,
  failTimeoutSeconds: 10,
  gate: null,
};
const nginxFleets: Config["nginxFleets"] = [
  { name: "edge", tag: { key: "Role", value: "edge" }, file: "/etc/nginx/conf.d/headgate.conf", policy: "install" },
];
const cloudMap: PublishConfig["cloudMap"] = [
  { serviceId: cloudMapId, policy: "sync", family: "ipv4", containerPort: null, ttlSeconds },
];

const inNginx = stackConfig({ publish: { ...publishesNothing, upstreams: [upstream] } }, {}, { nginxFleets });
const inCloudMap = stackConfig({ publish: { ...publishesNothing, cloudMap } });
const zoned = publishedStackConfig({ nginxFleets });
const everywhere: Config = {
  ...zoned,
  services: zoned.services.map((service) =>
    service.name === "checkout"
      ? { ...service, publish: { ...service.publish, cloudMap, upstreams: [upstream] } }
      : service,
  ),
};

/** An nginx whose file is what was installed last. */
const nginxOf = (stack: SmallStack) => {
  let key = "";
  stack.cloud.ssm.declareInstance({
    id: "i-0edge",
    tags: { Role: "edge" },
    run: (parameters) => {
      key = parameters["Key"] ?? "";
      return { status: "Success" };
    },
  });
  return (): readonly string[] =>
    [...(stack.cloud.s3.texts("rehearsal-renders")[key] ?? "").matchAll(/^\s*server (10\.[\d.]+):8080/gm)]
      .map((match) => match[1]!)
      .sort();
};

const registered = (stack: SmallStack): readonly string[] => {
  const { Instances = [] } = stack.cloud.serviceDiscovery.listInstances({ ServiceId: cloudMapId }) as {
    Instances?: readonly { readonly Attributes: Readonly<Record<string, string>> }[];
  };
  return Instances.map(({ Attributes }) => Attributes["AWS_INSTANCE_IPV4"]!).sort();
};

describe.each([
  { where: "an nginx fleet", config: inNginx, fronts: ["nginx"] },
  { where: "Cloud Map", config: inCloudMap, fronts: ["cloud-map"] },
  { where: "a zone, Cloud Map and an nginx fleet at once", config: everywhere, fronts: ["zone", "cloud-map", "nginx"] },
])("a service in $where that shrinks from four tasks to two", ({ config, fronts }) => {
  const stack = quietStack(busySeconds, config);
  stack.cloud.serviceDiscovery.declareService(cloudMapId);
  const readers: Readonly<Record<string, (stack: SmallStack) => readonly string[]>> = {
    zone: publishedIn,
    "cloud-map": registered,
    nginx: nginxOf(stack),
  };
  const clients = fronts.map((front) => ({ front, clients: cachingClients(stack, 60, readers[front]!) }));

  beforeAll(async () => {
    stack.warmUp(120);
    await stack.run(180);
    for (let second = 0; second < 1500; second += 1) {
      await stack.run(1);
      for (const one of clients) one.clients.second(second);
    }
  });

  it("sends no request to a task that has stopped", () => {
    for (const one of clients) {
      const { requests, failed } = one.clients.sent();
      console.log(`${one.front}: ${requests} requests of 60 clients, ${failed} of them to a task that had stopped`);
      expect(requests).toBeGreaterThan(100_000);
      expect(failed).toBe(0);
    }
  });

  it("lowers the count once, lists whoever stays everywhere and leaves nobody protected", async () => {
    expect(answering(stack)).toHaveLength(2);
    for (const front of fronts) expect(readers[front]!(stack)).toEqual(answering(stack));
    expect(
      stack.calls.filter(({ name, input }) => name === "ecs UpdateService" && "desiredCount" in input),
    ).toHaveLength(1);
    expect(stack.world.tasks("checkout").map(({ protectedUntilMs }) => protectedUntilMs)).toEqual([null, null]);
    expect((await stack.state()).memory.services["checkout"]?.withdrawal).toBeUndefined();
  });
});

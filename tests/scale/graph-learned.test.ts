import { describe, expect, it } from "@jest/globals";
import { chainConfig, chainWorld } from "./graph-world.ts";
import { smallStack } from "./small-stack.ts";

/** Half a request of order per request of the gateway, which headgate.yml leaves to be learned. */
const given = { requestsPerRequest: 0.5, spikeAtSeconds: 1_800, orderTasks: 4 };
const learning = { calls: [{ service: "order", requestsPerRequest: null }] };

/** A saturated task of the gateway serves 50 a second, and 400 arrive. */
const sent = (gatewayTasks: number): number => Math.min(400, 50 * gatewayTasks);

const ran = async (oneDomain: boolean, seconds: number, spikeAtSeconds = given.spikeAtSeconds) => {
  const stack = smallStack(
    chainWorld({ ...given, spikeAtSeconds, oneDomain }),
    chainConfig({ ...given, oneDomain }, { gateway: learning }),
  );
  const written: { service: unknown; to: number; healthyTasks: number; atSeconds: number }[] = [];
  stack.failing(({ name, input, atSeconds }) => {
    if (name === "ecs UpdateService") {
      const healthyTasks = stack.world.counts("order").healthy;
      written.push({ service: input["service"], to: Number(input["desiredCount"]), healthyTasks, atSeconds });
    }
    return null;
  });
  stack.warmUp(300);
  await stack.run(seconds);
  return { stack, written };
};

describe.each([
  { domains: "one domain", oneDomain: true },
  { domains: "two domains", oneDomain: false },
])("a share that is learned, with the callee in $domains", ({ oneDomain }) => {
  it("is believed after ten minutes of traffic, and counts in the spike as a configured one does", async () => {
    const { stack, written } = await ran(oneDomain, 3_600);
    const unknown = stack.notices().filter(({ code }) => code === "call-share-unknown");
    expect(unknown.map(({ service, state }) => [service, state])).toEqual([
      ["gateway", "raised"],
      ["gateway", "cleared"],
    ]);
    const [raisedMs, clearedMs] = unknown.map(({ atMs }) => atMs);
    expect(clearedMs! - raisedMs!).toBeGreaterThanOrEqual(600_000);
    expect(clearedMs!).toBeLessThan(stack.world.spec.startMs + given.spikeAtSeconds * 1000);

    // 400 requests a second are 200 of order, 25 to a task.
    expect(written[0]).toMatchObject({ service: "order", to: 8 });
    const gateway = written.filter(({ service }) => service === "gateway");
    expect(gateway.length).toBeGreaterThan(0);
    for (const { to, healthyTasks } of gateway) {
      expect(sent(to) * given.requestsPerRequest).toBeLessThanOrEqual(25 * healthyTasks);
    }
    expect(stack.world.counts("gateway").desired).toBeGreaterThanOrEqual(16);
  });

  it("is the callee's requests per request of the caller", async () => {
    const { stack } = await ran(oneDomain, 1_500);
    const { callerRequests, calleeRequests } = (await stack.state("gateway")).memory.graph!.shares["gateway"]![
      "order"
    ]!;
    expect(calleeRequests / callerRequests).toBeCloseTo(given.requestsPerRequest, 1);
  });

  it("that is not known yet holds nobody, and is told", async () => {
    // The spike comes before ten minutes were seen: the gateway grows for itself, and order for what arrives.
    const { stack, written } = await ran(oneDomain, 900, 600);
    expect(stack.notices().map(({ code }) => code)).toContain("call-share-unknown");
    expect(written[0]).toMatchObject({ service: "gateway" });
  });
});

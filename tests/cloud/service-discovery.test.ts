import { describe, expect, it } from "@jest/globals";
import { ServiceDiscovery } from "../../simulator/cloud/service-discovery.ts";

const registry = (instances: Readonly<Record<string, Readonly<Record<string, string>>>> = {}) => {
  let nowMs = Date.UTC(2026, 2, 14, 9, 10, 30);
  const cloudMap = new ServiceDiscovery([], () => nowMs);
  cloudMap.declareService("srv-1", instances);
  return {
    cloudMap,
    later: (seconds: number): void => {
      nowMs += seconds * 1000;
    },
    ids: () =>
      (cloudMap.listInstances({ ServiceId: "srv-1" }) as { Instances: { Id: string }[] }).Instances.map(({ Id }) => Id),
  };
};

const Attributes = { AWS_INSTANCE_IPV4: "10.1.0.1" };
const task = (InstanceId: string) => ({ ServiceId: "srv-1", InstanceId });
const refusal = (name: string) => expect.objectContaining({ name });

describe("Cloud Map", () => {
  it("shows what was registered and what was taken away once the operation is over", () => {
    const { cloudMap, later, ids } = registry({ old: Attributes });
    cloudMap.registerInstance({ ...task("new"), Attributes });
    cloudMap.deregisterInstance(task("old"));
    later(3);
    expect(ids()).toEqual(["old"]);
    later(1);
    expect(ids()).toEqual(["new"]);
  });

  it("registering again changes the attributes", () => {
    const { cloudMap, later } = registry({ one: Attributes });
    cloudMap.registerInstance({ ...task("one"), Attributes: { AWS_INSTANCE_IPV4: "10.1.0.9" } });
    later(4);
    expect(cloudMap.listInstances({ ServiceId: "srv-1" })).toEqual({
      Instances: [{ Id: "one", Attributes: { AWS_INSTANCE_IPV4: "10.1.0.9" } }],
      NextToken: undefined,
    });
  });

  it("refuses a second operation on an instance until the first is over, and no other instance's", () => {
    const { cloudMap, later } = registry({ one: Attributes });
    cloudMap.deregisterInstance(task("one"));
    expect(() => cloudMap.deregisterInstance(task("one"))).toThrow(refusal("DuplicateRequest"));
    expect(() => cloudMap.registerInstance({ ...task("one"), Attributes })).toThrow(refusal("DuplicateRequest"));
    cloudMap.registerInstance({ ...task("two"), Attributes });
    later(4);
    expect(() => cloudMap.deregisterInstance(task("one"))).toThrow(refusal("InstanceNotFound"));
    cloudMap.registerInstance({ ...task("one"), Attributes });
  });

  it("lists instances in pages", () => {
    const { cloudMap } = registry(
      Object.fromEntries(Array.from({ length: 230 }, (_, n) => [`task-${String(n).padStart(3, "0")}`, Attributes])),
    );
    const sizes: number[] = [];
    let NextToken: string | undefined;
    do {
      const page = cloudMap.listInstances({ ServiceId: "srv-1", NextToken }) as { Instances: []; NextToken?: string };
      sizes.push(page.Instances.length);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(sizes).toEqual([100, 100, 30]);
  });

  it.each([
    { when: "an IPv4 address that is none", attributes: { AWS_INSTANCE_IPV4: "host" } },
    { when: "an IPv6 address that is none", attributes: { AWS_INSTANCE_IPV6: "10.0.0.1" } },
    { when: "a port that is none", attributes: { AWS_INSTANCE_PORT: "70000" } },
    { when: "31 attributes", attributes: Object.fromEntries(Array.from({ length: 31 }, (_, n) => [`k${n}`, "v"])) },
    { when: "a value of 1,025 characters", attributes: { note: "x".repeat(1_025) } },
  ])("refuses $when", ({ attributes }) => {
    const { cloudMap } = registry();
    expect(() => cloudMap.registerInstance({ ...task("one"), Attributes: attributes as never })).toThrow(
      refusal("InvalidInput"),
    );
  });

  it("knows no other service", () => {
    const { cloudMap } = registry();
    expect(() => cloudMap.listInstances({ ServiceId: "srv-2" })).toThrow(refusal("ServiceNotFound"));
  });
});

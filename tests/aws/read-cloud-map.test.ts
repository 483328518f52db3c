import { describe, expect, it } from "@jest/globals";
import type { ServiceDiscovery } from "../../shared/aws/clients.ts";
import { readCloudMap } from "../../shared/aws/read-cloud-map.ts";
import { answering, awsError } from "./answering.ts";

describe("the instances of a Cloud Map service", () => {
  const pages: Record<string, object> = {
    "": { Instances: [{ Id: "a", Attributes: { AWS_INSTANCE_IPV4: "10.0.0.1" } }], NextToken: "2" },
    "2": { NextToken: "3" },
    "3": { Instances: [{ Id: "b" }] },
  };

  it("are read from every page, an empty one in between included", async () => {
    const fake = answering<ServiceDiscovery>((_, { NextToken = "" }) => pages[NextToken]);
    expect(await readCloudMap(fake.client, "srv-1")).toEqual({
      kind: "known",
      value: [
        { id: "a", attributes: { AWS_INSTANCE_IPV4: "10.0.0.1" } },
        { id: "b", attributes: {} },
      ],
    });
  });

  it("are unknown, never fewer, when a page fails", async () => {
    const fake = answering<ServiceDiscovery>((_, { NextToken }) => {
      if (NextToken !== undefined) throw awsError("ServiceNotFound");
      return pages[""];
    });
    expect(await readCloudMap(fake.client, "srv-1")).toEqual({
      kind: "unknown",
      because: "not-found",
      detail: "servicediscovery:ListInstances srv-1: ServiceNotFound: on purpose",
    });
  });
});

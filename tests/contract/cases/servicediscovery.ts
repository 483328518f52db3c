import {
  DeregisterInstanceCommand,
  ListInstancesCommand,
  RegisterInstanceCommand,
} from "@aws-sdk/client-servicediscovery";
import { type ContractBed, refusalOf } from "../contract-bed.ts";
import { casesOf } from "../contract-case.ts";

const api = "https://docs.aws.amazon.com/cloud-map/latest/api";

/** Registering takes its time. */
const operationSeconds = 5;
const missing = "srv-missing0000000000";

const register = ({ clients }: ContractBed, ServiceId: string, InstanceId: string, ipv4 = "10.0.0.1") =>
  clients.serviceDiscovery.send(
    new RegisterInstanceCommand({ ServiceId, InstanceId, Attributes: { AWS_INSTANCE_IPV4: ipv4 } }),
  );

const deregister = ({ clients }: ContractBed, ServiceId: string, InstanceId: string) =>
  clients.serviceDiscovery.send(new DeregisterInstanceCommand({ ServiceId, InstanceId }));

const instancesOf = async ({ clients }: ContractBed, ServiceId: string, MaxResults?: number) => {
  const pages: (readonly [string, string])[][] = [];
  let NextToken: string | undefined;
  do {
    const page = await clients.serviceDiscovery.send(new ListInstancesCommand({ ServiceId, MaxResults, NextToken }));
    pages.push(
      (page.Instances ?? []).map(
        ({ Id = "", Attributes = {} }) => [Id, Attributes["AWS_INSTANCE_IPV4"] ?? ""] as const,
      ),
    );
    NextToken = page.NextToken;
  } while (NextToken !== undefined && pages.length < 10);
  return pages;
};

export const serviceDiscoveryCases = casesOf("servicediscovery", [
  {
    name: "A registered instance is listed with its attributes when the operation is done",
    cites: `${api}/API_RegisterInstance.html`,
    waitsSeconds: operationSeconds,
    run: async (bed) => {
      const service = await bed.newRegistry();
      await register(bed, service, "a");
      await bed.pass(operationSeconds);
      return (await instancesOf(bed, service)).flat();
    },
    expected: [["a", "10.0.0.1"]],
  },
  {
    name: "Registering an id again replaces its attributes",
    cites: `${api}/API_RegisterInstance.html`,
    waitsSeconds: 2 * operationSeconds,
    run: async (bed) => {
      const service = await bed.newRegistry();
      await register(bed, service, "a", "10.0.0.1");
      await bed.pass(operationSeconds);
      await register(bed, service, "a", "10.0.0.2");
      await bed.pass(operationSeconds);
      return (await instancesOf(bed, service)).flat();
    },
    expected: [["a", "10.0.0.2"]],
  },
  {
    name: "A second operation on an instance while one is on its way is refused as a duplicate",
    cites: `${api}/API_RegisterInstance.html`,
    errors: ["DuplicateRequest"],
    run: async (bed) => {
      const service = await bed.newRegistry();
      await register(bed, service, "a", "10.0.0.1");
      return refusalOf(register(bed, service, "a", "10.0.0.2"));
    },
    expected: "DuplicateRequest",
  },
  {
    name: "A deregistered instance is gone when the operation is done",
    cites: `${api}/API_DeregisterInstance.html`,
    waitsSeconds: 2 * operationSeconds,
    run: async (bed) => {
      const service = await bed.newRegistry();
      for (const id of ["a", "b"]) await register(bed, service, id);
      await bed.pass(operationSeconds);
      await deregister(bed, service, "a");
      await bed.pass(operationSeconds);
      return (await instancesOf(bed, service)).flat().map(([id]) => id);
    },
    expected: ["b"],
  },
  {
    name: "An instance that is not there is told by name when it is deregistered",
    cites: `${api}/API_DeregisterInstance.html`,
    errors: ["InstanceNotFound"],
    run: async (bed) => refusalOf(deregister(bed, await bed.newRegistry(), "a")),
    expected: "InstanceNotFound",
  },
  {
    name: "Instances come page after page, each once",
    cites: `${api}/API_ListInstances.html`,
    waitsSeconds: operationSeconds,
    run: async (bed) => {
      const service = await bed.newRegistry();
      for (const id of ["a", "b", "c"]) await register(bed, service, id);
      await bed.pass(operationSeconds);
      const pages = await instancesOf(bed, service, 2);
      return {
        isAtMostTwo: pages.every((page) => page.length <= 2),
        found: pages
          .flat()
          .map(([id]) => id)
          .sort(),
      };
    },
    expected: { isAtMostTwo: true, found: ["a", "b", "c"] },
  },
  {
    name: "A service that is not there is told by name",
    cites: `${api}/API_ListInstances.html`,
    errors: ["ServiceNotFound"],
    run: async (bed) => [
      await refusalOf(instancesOf(bed, missing)),
      await refusalOf(register(bed, missing, "a")),
      await refusalOf(deregister(bed, missing, "a")),
    ],
    expected: ["ServiceNotFound", "ServiceNotFound", "ServiceNotFound"],
  },
]);

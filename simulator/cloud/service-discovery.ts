import { isIPv4, isIPv6 } from "node:net";
import type {
  DeregisterInstanceRequest,
  ListInstancesRequest,
  RegisterInstanceRequest,
} from "@aws-sdk/client-servicediscovery";
import { AwsError } from "./aws-error.ts";
import { pageOf } from "./pages.ts";

/** An operation takes this long, and its result shows when it is over. */
const operationMs = 4_000;
const instancesPerPage = 100;

type Attributes = Readonly<Record<string, string>>;

type Operation = {
  readonly id: string;
  readonly instanceId: string;
  /** `null`: the instance goes. */
  readonly attributes: Attributes | null;
  readonly doneAtMs: number;
};

type CloudMapService = { readonly instances: Map<string, Attributes>; operations: readonly Operation[] };

/** AWS Cloud Map: services that instances are registered with, and what is on its way. */
export class ServiceDiscovery {
  readonly #nowMs: () => number;
  readonly #services = new Map<string, CloudMapService>();
  #operations = 0;

  constructor(serviceIds: readonly string[], nowMs: () => number) {
    this.#nowMs = nowMs;
    for (const id of serviceIds) this.declareService(id);
  }

  /** @param instances attributes by id, as they are found */
  declareService(id: string, instances: Readonly<Record<string, Attributes>> = {}): void {
    this.#services.set(id, { instances: new Map(Object.entries(instances)), operations: [] });
  }

  registerInstance({ ServiceId, InstanceId = "", Attributes }: RegisterInstanceRequest): object {
    const service = this.#settled(ServiceId);
    if (InstanceId === "" || InstanceId.length > 64) throw invalid("InstanceId must have 1 to 64 characters");
    const attributes = checkedAttributes(Attributes ?? {});
    return this.#begin(service, InstanceId, attributes);
  }

  deregisterInstance({ ServiceId, InstanceId = "" }: DeregisterInstanceRequest): object {
    const service = this.#settled(ServiceId);
    // One that is on its way is refused as a duplicate request, before anybody looks whether it is there.
    if (
      !service.operations.some((operation) => operation.instanceId === InstanceId) &&
      !service.instances.has(InstanceId)
    )
      throw new AwsError("InstanceNotFound", `Instance with id ${InstanceId} not found.`, 404);
    return this.#begin(service, InstanceId, null);
  }

  listInstances({ ServiceId, MaxResults = instancesPerPage, NextToken }: ListInstancesRequest): object {
    if (MaxResults < 1 || MaxResults > instancesPerPage)
      throw invalid(`MaxResults ${MaxResults} is not between 1 and ${instancesPerPage}`);
    const instances = [...this.#settled(ServiceId).instances].sort(([a], [b]) => (a < b ? -1 : 1));
    const { page, next } = pageOf(instances, NextToken, MaxResults);
    return { Instances: page.map(([Id, attributes]) => ({ Id, Attributes: { ...attributes } })), NextToken: next };
  }

  #begin(service: CloudMapService, instanceId: string, attributes: Attributes | null): object {
    const running = service.operations.find((operation) => operation.instanceId === instanceId);
    if (running !== undefined)
      throw new AwsError(
        "DuplicateRequest",
        `Another operation of type ${running.attributes === null ? "DeregisterInstance" : "RegisterInstance"} with id ${running.id} is in progress`,
      );
    this.#operations += 1;
    const id = `operation-${String(this.#operations).padStart(6, "0")}`;
    const operation: Operation = { id, instanceId, attributes, doneAtMs: this.#nowMs() + operationMs };
    service.operations = [...service.operations, operation];
    return { OperationId: id };
  }

  /** The service with every operation whose time has come. */
  #settled(id: string | undefined): CloudMapService {
    const service = this.#services.get(id ?? "");
    if (service === undefined) throw new AwsError("ServiceNotFound", `Service with id ${id} not found.`, 404);
    const nowMs = this.#nowMs();
    for (const { instanceId, attributes, doneAtMs } of service.operations) {
      if (doneAtMs > nowMs) continue;
      if (attributes === null) service.instances.delete(instanceId);
      else service.instances.set(instanceId, attributes);
    }
    service.operations = service.operations.filter(({ doneAtMs }) => doneAtMs > nowMs);
    return service;
  }
}

const checkedAttributes = (attributes: Attributes): Attributes => {
  const { AWS_INSTANCE_IPV4: ipv4, AWS_INSTANCE_IPV6: ipv6, AWS_INSTANCE_PORT: port } = attributes;
  if (ipv4 !== undefined && !isIPv4(ipv4)) throw invalid(`AWS_INSTANCE_IPV4 ${ipv4} is not an IPv4 address`);
  if (ipv6 !== undefined && !isIPv6(ipv6)) throw invalid(`AWS_INSTANCE_IPV6 ${ipv6} is not an IPv6 address`);
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    throw invalid(`AWS_INSTANCE_PORT ${port} is not a port`);
  if (Object.keys(attributes).length > 30) throw invalid("An instance has 30 custom attributes at most");
  if (Object.entries(attributes).some(([key, value]) => key.length > 255 || value.length > 1_024))
    throw invalid("An attribute has a key of over 255 or a value of over 1,024 characters");
  return { ...attributes };
};

const invalid = (message: string): AwsError => new AwsError("InvalidInput", message);

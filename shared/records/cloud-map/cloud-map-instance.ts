import type { Endpoint, Published } from "../endpoint.ts";

/** An instance of an AWS Cloud Map service, whoever registered it. */
export type CloudMapInstance = {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Cloud Map's own attributes, which become the service's DNS records. */
const ipv4Attribute = "AWS_INSTANCE_IPV4";
const ipv6Attribute = "AWS_INSTANCE_IPV6";
const portAttribute = "AWS_INSTANCE_PORT";
/** What makes an instance ours: nothing without our stack's name in it is ever written. */
const stackAttribute = "HEADGATE_STACK";
const serviceAttribute = "HEADGATE_SERVICE";

/** In this order an instance is compared; what others add to one of ours is not looked at. */
const ourAttributes = [ipv4Attribute, ipv6Attribute, portAttribute, stackAttribute, serviceAttribute];

/** The attributes that a task is registered with; its id is the instance's. */
export const attributesOf = (
  { ipv4, ipv6, port }: Endpoint,
  stack: string,
  service: string,
): CloudMapInstance["attributes"] => ({
  ...(ipv4 === null ? {} : { [ipv4Attribute]: ipv4 }),
  ...(ipv6 === null ? {} : { [ipv6Attribute]: ipv6 }),
  ...(port === null ? {} : { [portAttribute]: String(port) }),
  [stackAttribute]: stack,
  [serviceAttribute]: service,
});

/** Equal for instances that are the same as far as Headgate writes them. */
export const fingerprint = (attributes: CloudMapInstance["attributes"]): string =>
  ourAttributes.map((name) => attributes[name] ?? "").join(" ");

export const isOf = ({ attributes }: CloudMapInstance, stack: string): boolean => attributes[stackAttribute] === stack;

/** Key of the service that an instance of ours was registered for. */
export const serviceOf = ({ attributes }: CloudMapInstance): string => attributes[serviceAttribute] ?? "";

export const publishedOf = ({ id, attributes }: CloudMapInstance): Published => ({
  taskId: id,
  ipv4: attributes[ipv4Attribute] ?? null,
  ipv6: attributes[ipv6Attribute] ?? null,
  port: attributes[portAttribute] === undefined ? null : Number(attributes[portAttribute]),
});

/**
 * Whose an instance is that is not ours, for people.
 *
 * @see Amazon ECS developer guide, "Service discovery": ECS registers a task under its id, with these attributes
 */
export const ownerOf = ({ attributes }: CloudMapInstance): string => {
  const otherStack = attributes[stackAttribute];
  if (otherStack !== undefined) return `the Headgate stack ${otherStack}`;
  const ecsService = attributes["ECS_SERVICE_NAME"];
  if (ecsService !== undefined) return `ECS's own service discovery of the service ${ecsService}`;
  return "somebody who left no name";
};

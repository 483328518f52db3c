import type { Finding } from "./problems.ts";
import type { CapacityForm } from "./schema-capacity.ts";

/**
 * Finds keys of instances where nothing says that there are any: without `launchType: ec2` they would be lost silently.
 * A service that says `fargate` itself may have them from the defaults block.
 */
export const checkCapacity = (service: string, form: CapacityForm | undefined): readonly Finding[] => {
  if (form === undefined || form.launchType !== undefined) return [];
  return (["maxInstances", "networkInterfacesPerInstance"] as const)
    .filter((key) => form[key] !== undefined)
    .map((key) => ({
      code: "instances-without-ec2",
      path: ["services", service, "capacity"],
      message: `${service} has ${key}, but runs on Fargate, which is the launchType unless given`,
      fix: `add launchType: ec2, or remove ${key}`,
    }));
};

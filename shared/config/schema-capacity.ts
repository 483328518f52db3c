import * as z from "zod";
import { DEFAULTS } from "./defaults.ts";
import { optional, whole } from "./schema-key.ts";

/** What the tasks of a service run on. */
export const capacityForm = z.strictObject({
  launchType: optional(
    z.enum(["fargate", "ec2"]),
    "What the tasks run on. `ec2` reads the cluster's instances, and no task is asked for that none of them has room for; services with `ec2` on one cluster are decided together. `fargate` reads the account's vCPU quota only.",
    { default: DEFAULTS.launchType, examples: ["ec2"] },
  ),
  maxInstances: optional(
    whole(1, 5000),
    "Maximum size of the Auto Scaling group behind the service's capacity provider. With managed scaling the service may then ask for tasks that instances up to this number would hold: asking is what makes the group grow. Without it only the instances that exist are counted on.",
    { examples: [10] },
  ),
  networkInterfacesPerInstance: optional(
    whole(1, 1000),
    "Network interfaces that one instance of the cluster may have, its own included (MaximumNetworkInterfaces of its type in EC2; the smallest figure where types differ). Needed for tasks in the network mode awsvpc on instances without interface trunking: each takes one.",
    { examples: [4] },
  ),
});

export type CapacityForm = z.infer<typeof capacityForm>;

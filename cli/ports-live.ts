import { ECSClient } from "@aws-sdk/client-ecs";
import type { Ecs } from "../shared/aws/clients.ts";

/** The user's own credentials, as every AWS tool finds them. */
export const portsClient = (region: string | undefined): Ecs => new ECSClient(region === undefined ? {} : { region });

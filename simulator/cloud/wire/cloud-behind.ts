import type { CloudService } from "../cloud-service.ts";

/** What stands behind the front: an SDK command's service, operation and input in, its output out. */
export type CloudBehind = {
  /** @throws an object with `name`, `message` and `statusCode`, which is what the SDK then throws at its caller */
  readonly handle: (service: CloudService, operation: string, input: object) => Promise<object>;
};

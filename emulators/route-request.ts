/** The two programs that together speak everything that Headgate uses. */
export type EmulatorName = "moto" | "ministack";

/** What a request says of itself, before anybody has answered it. */
export type RoutedRequest = {
  readonly emulator: EmulatorName;
  /** The signing name of its SigV4 credential scope, such as "ecs"; "unsigned" where it has none. */
  readonly service: string;
  /** The operation, such as "UpdateService"; for REST services the method and what the path ends in. */
  readonly operation: string;
  /** The access key it is signed with, which tells the deployed functions from everybody else. */
  readonly accessKeyId: string;
};

export type IncomingCall = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
};

/** moto knows clusters, addresses of tasks and sizes of instances; of these ministack would need Docker. */
const motoServices: ReadonlySet<string> = new Set(["ecs", "ec2", "rds", "application-autoscaling"]);

/**
 * Which emulator answers a request: the service's, which stands in the signature.
 *
 * @returns ministack for whatever is not moto's, unsigned requests as well
 * @throws never
 * @see AWS Signature Version 4, "Credential scope": <key>/<date>/<region>/<service>/aws4_request
 */
export const routeRequest = (call: IncomingCall): RoutedRequest => {
  const [accessKeyId = "", , , service = "unsigned"] = credentialOf(call).split("/");
  return {
    emulator: motoServices.has(service) ? "moto" : "ministack",
    service,
    operation: operationOf(service, call),
    accessKeyId,
  };
};

/** In the header, or in the query of a URL that was signed beforehand. */
const credentialOf = ({ path, headers }: IncomingCall): string =>
  /Credential=([^,\s]+)/.exec(String(headers["authorization"] ?? ""))?.[1] ??
  new URL(path, "http://localhost").searchParams.get("X-Amz-Credential") ??
  "";

const operationOf = (service: string, { method, path, headers, body }: IncomingCall): string => {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.split(".").at(-1)!;
  const { pathname, searchParams } = new URL(path, "http://localhost");
  const rpc = /\/operation\/(\w+)$/.exec(pathname)?.[1];
  if (rpc !== undefined) return rpc;
  const contentType = String(headers["content-type"] ?? "");
  if (contentType.startsWith("application/x-www-form-urlencoded")) {
    return new URLSearchParams(body).get("Action") ?? method;
  }
  const action = searchParams.get("Action");
  if (action !== null) return action;
  const parts = pathname.split("/").filter((part) => part !== "");
  if (service === "s3") return `${method} ${["account", "bucket"][parts.length] ?? "object"}`;
  // What is not a name of somebody's resource: the path's last word without capitals, digits or separators.
  return `${method} ${parts.findLast((part) => /^[a-z-]+$/.test(part)) ?? "/"}`;
};

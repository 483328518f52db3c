import { BlockList, isIP } from "node:net";
import { isDeepStrictEqual } from "node:util";
import type {
  CreateHealthCheckRequest,
  DeleteHealthCheckRequest,
  HealthCheck,
  HealthCheckConfig,
  ListHealthChecksRequest,
} from "@aws-sdk/client-route-53";
import { AwsError } from "./aws-error.ts";

/** Route 53's own bound on MaxItems, and its default for this operation. */
const checksPerPage = 1_000;
const defaultChecksPerPage = 100;

/** An account's health checks, and the CallerReferences of those that are gone: they are never free again. */
export class HealthChecks {
  readonly #checks = new Map<string, HealthCheck>();
  readonly #used = new Set<string>();

  /** In the order of their ids. */
  get all(): readonly HealthCheck[] {
    return [...this.#checks.values()].sort((a, b) => ((a.Id ?? "") < (b.Id ?? "") ? -1 : 1));
  }

  has(id: string): boolean {
    return this.#checks.has(id);
  }

  /** The same reference with the same settings answers the check that is there. */
  create({ CallerReference = "", HealthCheckConfig: config }: CreateHealthCheckRequest): object {
    if (CallerReference.length < 1 || CallerReference.length > 64)
      throw new AwsError("InvalidInput", "CallerReference must have 1 to 64 characters");
    const settings = checkedConfig(config);
    const present = this.all.find((check) => check.CallerReference === CallerReference);
    const isSame = present !== undefined && isDeepStrictEqual(present.HealthCheckConfig, settings);
    if (!isSame && this.#used.has(CallerReference))
      throw new AwsError(
        "HealthCheckAlreadyExists",
        `A health check with the caller reference ${CallerReference} exists or has existed`,
        409,
      );
    if (present !== undefined) return created(present);
    this.#used.add(CallerReference);
    const number = this.#used.size.toString(16).padStart(12, "0");
    const check: HealthCheck = {
      Id: `00000000-0000-4000-9000-${number}`,
      CallerReference,
      HealthCheckConfig: settings,
      HealthCheckVersion: 1,
    };
    this.#checks.set(check.Id!, check);
    return created(check);
  }

  list({ Marker, MaxItems }: ListHealthChecksRequest): object {
    const size = Math.min(checksPerPage, Number(MaxItems ?? defaultChecksPerPage));
    const found = this.all.filter(({ Id = "" }) => Marker === undefined || Id >= Marker);
    const next = found[size];
    return {
      HealthChecks: structuredClone(found.slice(0, size)),
      Marker: Marker ?? "",
      IsTruncated: next !== undefined,
      MaxItems: size,
      ...(next === undefined ? {} : { NextMarker: next.Id }),
    };
  }

  /** Also where record sets still refer to it: Route 53 doesn't look. */
  delete({ HealthCheckId = "" }: DeleteHealthCheckRequest): object {
    if (!this.#checks.delete(HealthCheckId))
      throw new AwsError("NoSuchHealthCheck", `No health check exists with the specified ID: ${HealthCheckId}`, 404);
    return {};
  }
}

const created = (check: HealthCheck): object => ({
  HealthCheck: structuredClone(check),
  Location: `https://route53.amazonaws.com/2013-04-01/healthcheck/${check.Id}`,
});

/** Route 53's checkers come from outside. */
const unreachable = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["224.0.0.0", 3],
] as const)
  unreachable.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["::1", 128],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  unreachable.addSubnet(network, bits, "ipv6");

/** With the defaults that Route 53 fills in. */
const checkedConfig = (config: HealthCheckConfig | undefined): HealthCheckConfig => {
  const { Type, IPAddress, Port, ResourcePath, FailureThreshold = 3, RequestInterval = 30 } = config ?? {};
  const invalid = (message: string): AwsError => new AwsError("InvalidInput", message);
  if (Type !== "HTTP" && Type !== "HTTPS" && Type !== "TCP") throw invalid(`health check type ${Type} is not modelled`);
  const family = isIP(IPAddress ?? "");
  if (family === 0) throw invalid(`Invalid parameter : IPAddress ${IPAddress} is not an IP address`);
  if (unreachable.check(IPAddress!, family === 4 ? "ipv4" : "ipv6"))
    throw invalid(`Invalid parameter : IPAddress ${IPAddress} must not be a local, private or multicast address`);
  if (Type === "TCP" && Port === undefined) throw invalid("Invalid parameter : Port must be specified for TCP");
  if (Port !== undefined && !(Number.isInteger(Port) && Port >= 1 && Port <= 65_535)) throw invalid(`Port ${Port}`);
  if (Type === "TCP" && ResourcePath !== undefined)
    throw invalid("Invalid parameter : ResourcePath must not be specified for TCP");
  if (RequestInterval !== 10 && RequestInterval !== 30)
    throw invalid(`RequestInterval ${RequestInterval} is not 10 or 30`);
  if (!(Number.isInteger(FailureThreshold) && FailureThreshold >= 1 && FailureThreshold <= 10))
    throw invalid(`FailureThreshold ${FailureThreshold} is not 1 to 10`);
  const port = Port ?? (Type === "HTTPS" ? 443 : 80);
  return { ...config, Type, Port: port, RequestInterval, FailureThreshold };
};

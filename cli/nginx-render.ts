import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Config } from "../shared/config/config.ts";
import { renderNginx } from "../shared/records/nginx/render-nginx.ts";
import { renderResolving } from "../shared/records/nginx/render-resolving.ts";
import { UnsafeNginxText } from "../shared/records/nginx/safe-text.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { toJson } from "./json-output.ts";
import { loadConfig } from "./load-config.ts";
import { parseEndpoints, type ServersReading } from "./nginx-endpoints.ts";
import { chooseFleet, type FleetUpstream } from "./nginx-fleet.ts";
import { replaceFile } from "./nginx-replace-file.ts";
import { type SrvChoice, srvRecordOf } from "./nginx-srv.ts";

export type RenderCliOptions = {
  readonly config: string;
  readonly fleet?: string;
  /** A file, or - for standard input; without it AWS is asked. */
  readonly endpoints?: string;
  readonly region?: string;
  readonly resolve?: boolean;
  readonly resolver: readonly string[];
  readonly out?: string;
  readonly check?: boolean;
  readonly json?: boolean;
};

/** The file alone is for standard output. */
export type RenderResult = { readonly exitCode: ExitCode; readonly content: string; readonly report: string };

export type ReadServers = (upstreams: readonly FleetUpstream[]) => Promise<ServersReading>;

/**
 * Renders the file of a fleet, byte for byte as the stack does while no gate is closed.
 *
 * @param readServers asks AWS; called only where no endpoints are given
 * @returns exit code 0: rendered, or as it should be. 1: the tasks can't be read, or --check found another content. 2: a
 * file or an option is not usable
 * @throws never
 */
export const render = async (options: RenderCliOptions, readServers: ReadServers): Promise<RenderResult> => {
  if (options.check && options.out === undefined)
    return failed(EXIT.usage, "--check needs --out with the file to compare.");
  if (options.resolve !== true && options.resolver.length > 0)
    return failed(EXIT.usage, "--resolver needs --resolve: without it nginx looks nothing up.");
  if (options.resolve && options.resolver.length === 0)
    return failed(
      EXIT.usage,
      "--resolve needs --resolver with the address of a DNS server, in a VPC its base plus two.",
    );
  if (options.resolve && options.endpoints !== undefined)
    return failed(EXIT.usage, "--resolve takes no --endpoints: nginx looks them up itself.");
  const loaded = loadConfig(options.config);
  if (loaded.kind === "failed") return failed(loaded.exitCode, loaded.output);
  const chosen = chooseFleet(loaded.config, options.fleet, options.config);
  if (chosen.kind === "refused") return failed(EXIT.usage, chosen.message);
  const { fleet, upstreams } = chosen;
  try {
    if (options.resolve) return resolving(options, loaded.config, fleet.name, upstreams);
    const reading = await serversFor(options, upstreams, readServers);
    if (reading.kind === "refused")
      return failed(options.endpoints === undefined ? EXIT.failed : EXIT.usage, reading.message);
    const content = renderNginx({
      stack: loaded.config.name,
      fleet: fleet.name,
      instances: 1,
      upstreams: upstreams.map(({ service, upstream }) => {
        return { service: service.name, upstream, servers: reading.servers.get(upstream.upstream)!, admitted: null };
      }),
    });
    return deliver(options, content, reading.notes);
  } catch (error) {
    if (error instanceof UnsafeNginxText) return failed(EXIT.usage, error.message);
    throw error;
  }
};

const serversFor = async (
  { endpoints }: RenderCliOptions,
  upstreams: readonly FleetUpstream[],
  readServers: ReadServers,
): Promise<ServersReading> => {
  if (endpoints === undefined) return readServers(upstreams);
  try {
    const text = readFileSync(endpoints === "-" ? 0 : endpoints, "utf8");
    return parseEndpoints(text.replace(/^\uFEFF/, ""), endpoints === "-" ? "standard input" : endpoints, upstreams);
  } catch (error) {
    return { kind: "refused", message: `${endpoints}: can't be read: ${(error as Error).message}` };
  }
};

const resolving = (
  options: RenderCliOptions,
  config: Config,
  fleet: string,
  upstreams: readonly FleetUpstream[],
): RenderResult => {
  const choices = upstreams.map((entry) => ({ ...entry, choice: srvRecordOf(entry) }));
  const without = choices.flatMap(({ choice }) => (choice.kind === "refused" ? [choice.message] : []));
  if (without.length > 0) return failed(EXIT.usage, without.join("\n"));
  const found = choices as readonly (FleetUpstream & { readonly choice: SrvChoice & { readonly kind: "found" } })[];
  const content = renderResolving({
    stack: config.name,
    fleet,
    resolvers: options.resolver,
    validSeconds: Math.max(1, Math.min(...found.map(({ choice }) => choice.record.ttlSeconds))),
    upstreams: found.map(({ service, upstream, choice }) => {
      return { service: service.name, upstream, srvName: choice.record.name };
    }),
  });
  return deliver(options, content, []);
};

const deliver = ({ out, check }: RenderCliOptions, content: string, notes: readonly string[]): RenderResult => {
  const say = (exitCode: ExitCode, ...lines: readonly string[]): RenderResult => ({
    exitCode,
    content: "",
    report: [...notes, ...lines].join("\n"),
  });
  if (out === undefined) return { exitCode: EXIT.ok, content, report: notes.join("\n") };
  const hash = createHash("sha256").update(content).digest("hex");
  const there = readOrNull(out);
  if (there === content) return say(EXIT.ok, `${out} is as it should be, sha256 ${hash}.`);
  if (check)
    return say(EXIT.failed, there === null ? `${out} is not there.` : `${out} differs from what would be written.`);
  try {
    replaceFile(out, Buffer.from(content));
  } catch (error) {
    return say(EXIT.usage, `${out}: can't be written: ${(error as Error).message}`);
  }
  return say(EXIT.ok, `${out} is written, sha256 ${hash}. Now: nginx -t && nginx -s reload`);
};

const readOrNull = (file: string): string | null => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
};

/** For scripts: the file and what is said of it, in one object. */
export const renderResultAsJson = ({ exitCode, content, report }: RenderResult): string => {
  const kind = exitCode === EXIT.ok ? "rendered" : exitCode === EXIT.failed ? "failed" : "unusable";
  const file = content === "" ? {} : { sha256: createHash("sha256").update(content).digest("hex"), content };
  return toJson({ kind, ...file, says: report === "" ? [] : report.split("\n") });
};

const failed = (exitCode: ExitCode, report: string): RenderResult => ({ exitCode, content: "", report });

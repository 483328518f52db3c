import { relative, resolve } from "node:path";
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { adoptSites, type SiteAdoption } from "../shared/records/nginx-site/adopt-sites.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { unusable } from "./json-output.ts";
import { loadConfig } from "./load-config.ts";
import { chooseFleet } from "./nginx-fleet.ts";
import { replaceFile } from "./nginx-replace-file.ts";
import { includedBy, readSiteFiles, type SiteSource } from "./nginx-site-files.ts";

export type AdoptCliOptions = {
  readonly config: string;
  readonly fleet?: string;
  /** Whose a port is. */
  readonly port: ReadonlyMap<number, string>;
  readonly write?: boolean;
  readonly json?: boolean;
};

/** The patch alone is for standard output, so that it can be piped into `patch`. */
export type AdoptResult = { readonly exitCode: ExitCode; readonly patch: Uint8Array; readonly report: string };

/**
 * Prints the patch that moves site files from local ports to the upstreams of a fleet, or makes it.
 *
 * @returns exit code 0: all is moved, or there is nothing to move. 1: a local port is left, or a file could not be
 * written. 2: a file or an option is not usable
 * @throws never
 */
export const adopt = (files: readonly string[], options: AdoptCliOptions): AdoptResult => {
  const loaded = loadConfig(options.config);
  if (loaded.kind === "failed") return nothing(options, loaded.exitCode, loaded.output);
  const chosen = chooseFleet(loaded.config, options.fleet, options.config);
  if (chosen.kind === "refused") return nothing(options, EXIT.usage, chosen.message);
  const read = readSiteFiles(files);
  if (read.kind === "refused") return nothing(options, EXIT.usage, read.message);
  const { sources } = read;
  const adoption = adoptSites(
    sources.map(({ name, text }) => ({ name, text })),
    {
      upstreams: chosen.upstreams.map(({ service, upstream: { upstream, containerPort, keepalive } }) => {
        return { service: service.name, upstream, containerPort, keepalive };
      }),
      said: options.port,
      included: includedBy(sources),
    },
  );
  if (adoption.kind === "refused") {
    const { line, column, message, fix } = adoption.problem;
    return nothing(options, EXIT.usage, `${adoption.file}:${line}:${column} ${message}\n  fix: ${fix}`);
  }
  const { sites } = adoption;
  const changed = sites.flatMap((site, index) =>
    site.before === site.after ? [] : [{ site, source: sources[index]! }],
  );
  const patches = patchesOf(changed);
  const failed = options.write ? writeAll(changed) : [];
  const left = sites.some((site) => site.left.length > 0);
  const exitCode = left || failed.length > 0 ? EXIT.failed : EXIT.ok;
  if (options.json) return { exitCode, patch: Buffer.from(asJson(sites, patches)), report: failed.join("\n") };
  const report = [
    ...sites.flatMap(describeSite),
    ...(changed.length === 0 ? [left ? "Nothing was moved." : "There is nothing to adopt."] : []),
    ...failed,
    ...(changed.length > 0 && failed.length === 0 ? nextSteps(patches, options, chosen.fleet.file) : []),
  ];
  return { exitCode, patch: Buffer.concat(patches.texts), report: report.join("\n") };
};

type Changed = { readonly site: SiteAdoption; readonly source: SiteSource };
type Patches = { readonly texts: readonly Uint8Array[]; readonly command: string };

/** Below the working folder if all of them are, else from the root: `patch` takes no path that leads upwards. */
const patchesOf = (changed: readonly Changed[]): Patches => {
  const inside = changed.every(({ source }) => !/^\.\.|^\//.test(relative(process.cwd(), source.path)));
  const texts = changed.map(({ site, source }) => {
    const path = inside ? relative(process.cwd(), source.path) : relative("/", resolve(source.path));
    const text = createTwoFilesPatch(`a/${path}`, `b/${path}`, site.before, site.after, undefined, undefined, {
      context: 3,
      headerOptions: FILE_HEADERS_ONLY,
    });
    // A name with a space ends at a tab for patch, as it would at the space otherwise.
    const named = path.includes(" ") ? text.replace(/^(--- .*)\n(\+\+\+ .*)\n/, "$1\t\n$2\t\n") : text;
    return Buffer.from(named, source.encoding);
  });
  return { texts, command: inside ? "patch -p1" : "patch -p1 -d /" };
};

const writeAll = (changed: readonly Changed[]): readonly string[] =>
  changed.flatMap(({ site, source }) => {
    try {
      replaceFile(source.path, Buffer.from(site.after, source.encoding));
      return [];
    } catch (error) {
      return [`${source.name}: can't be written: ${(error as Error).message}`];
    }
  });

const describeSite = ({ file, moved, left, notes }: SiteAdoption): readonly string[] => [
  ...moved.map(({ line, column, from, to, service, by }) => {
    const how = by === "option" ? "as said" : `by the containerPort of ${service}`;
    return `${file}:${line}:${column} ${from} becomes ${to}, ${how}`;
  }),
  ...left.map(
    ({ line, column, target, because, fix }) => `${file}:${line}:${column} ${target} stays: ${because}\n  fix: ${fix}`,
  ),
  ...notes.map(({ line, column, message }) => `${file}:${line}:${column} note: ${message}`),
];

const nextSteps = ({ command }: Patches, { write }: AdoptCliOptions, fleetFile: string): readonly string[] => [
  "After an error or a timeout nginx asks another task, but no POST twice; proxy_next_upstream says otherwise.",
  `The upstreams are in ${fleetFile}: install it first, then run nginx -t.`,
  write
    ? `Written. To undo it, save the patch above and run ${command} -R.`
    : `Apply the patch with ${command}, or run this again with --write.`,
];

const asJson = (sites: readonly SiteAdoption[], { texts }: Patches): string => {
  const rows = sites.map(({ file, before, after, moved, left, notes }) => {
    return { file, changed: before !== after, moved, left, notes };
  });
  return `${JSON.stringify({ sites: rows, patch: Buffer.concat(texts).toString("utf8") }, null, 2)}\n`;
};

const nothing = ({ json }: AdoptCliOptions, exitCode: ExitCode, report: string): AdoptResult =>
  json
    ? { exitCode, patch: Buffer.from(`${unusable(report)}\n`), report: "" }
    : { exitCode, patch: new Uint8Array(), report };

import { keepaliveNeeds } from "./keepalive-needs.ts";
import { blocksOf, type SiteBlock } from "./local-block.ts";
import { parseSite, type SiteStatement, type SiteWord } from "./parse-site.ts";
import { type AdoptableUpstream, ownerOf, type PortOwner } from "./port-owner.ts";
import { loopbackPortOf, type ProxyTarget, proxyTargetOf } from "./proxy-target.ts";
import { applyEdits, remove, type SiteEdit } from "./site-edit.ts";
import { type Included, innermostLevel } from "./site-levels.ts";
import { placeOf, type SitePlace, type SiteProblem } from "./site-problem.ts";
import { nameOf, type PlacedStatement, walkSite } from "./walk-site.ts";

export type SiteFile = { readonly name: string; readonly text: string };

export type AdoptOptions = {
  /** Of one fleet. */
  readonly upstreams: readonly AdoptableUpstream[];
  /** Whose a port is, by service or upstream; `-`: nobody's. */
  readonly said: ReadonlyMap<number, string>;
  readonly included: Included;
};

export type SiteAdoption = {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly moved: readonly MovedTarget[];
  /** Ports of this machine that stay because nobody can say whose they are, each with what to do. */
  readonly left: readonly (SitePlace & { readonly target: string; readonly because: string; readonly fix: string })[];
  readonly notes: readonly (SitePlace & { readonly message: string })[];
};

export type MovedTarget = SitePlace & {
  readonly from: string;
  readonly to: string;
  readonly service: string;
  readonly by: "containerPort" | "option";
};

export type SitesAdoption =
  | { readonly kind: "read"; readonly sites: readonly SiteAdoption[] }
  | { readonly kind: "refused"; readonly file: string; readonly problem: SiteProblem };

type ReadSite = { readonly name: string; readonly text: string; readonly statements: readonly SiteStatement[] };

/**
 * Moves sites from ports of this machine to the upstreams that follow a service's tasks.
 *
 * Only the address in a `proxy_pass` changes: URI, variables, comments and everything else stay as they are. A block that
 * has the name of a rendered one is taken out, because nginx takes a name once; any other stays.
 *
 * @param files read together: a site may name an upstream block that is in another one
 * @returns as many sites as files, in their order; adopted once more they don't change
 * @throws never
 */
export const adoptSites = (files: readonly SiteFile[], options: AdoptOptions): SitesAdoption => {
  const read: ReadSite[] = [];
  for (const { name, text } of files) {
    const parsed = parseSite(text);
    if (parsed.kind === "refused") return { kind: "refused", file: name, problem: parsed.problem };
    read.push({ name, text, statements: parsed.statements });
  }
  const blocks = read.flatMap(({ statements }) => blocksOf(statements, options.upstreams, options.said));
  return { kind: "read", sites: read.map((site) => adoptSite(site, blocks, options)) };
};

const adoptSite = (site: ReadSite, blocks: readonly SiteBlock[], options: AdoptOptions): SiteAdoption => {
  const { text, statements } = site;
  const edits: SiteEdit[] = [];
  const moved: MovedTarget[] = [];
  const left: SiteAdoption["left"][number][] = [];
  const notes: SiteAdoption["notes"][number][] = [];
  const note = (statement: SiteStatement, message: string): void => {
    notes.push({ ...placeOf(text, statement.start), message });
  };
  const placed = walkSite(statements);
  const served = new Set<SiteStatement | null>();
  for (const { statement } of placed) {
    const block = blocks.find((candidate) => candidate.statement === statement);
    if (block === undefined) continue;
    const fate = fateOf(block, options.upstreams);
    if (fate.kind === "goes") edits.push(remove(text, statement));
    if (fate.kind === "collides")
      left.push({ ...placeOf(text, statement.start), target: `upstream ${block.name}`, ...fate.say });
    if (fate.kind === "unused") note(statement, `upstream ${block.name} is not used any more by what was read here`);
  }
  for (const proxied of placed) {
    const pass = passOf(proxied);
    if (pass === null) continue;
    const { word, target } = pass;
    if (target === null) {
      if (word.raw.includes("$") || namesLoopback(word.raw))
        note(proxied.statement, `${word.raw} is left as it is: its address is not written out`);
      continue;
    }
    const authority = word.raw.slice(target.start, target.end);
    const owner = ownerOfTarget(target, blocks, options);
    if (owner.kind === "none") {
      const { because, fix } = owner;
      left.push({ ...placeOf(text, word.start + target.start), target: authority, because, fix });
    }
    if (owner.kind !== "owner") continue;
    const { upstream, service, keepalive } = owner.upstream;
    if (authority !== upstream) {
      const start = word.start + target.start;
      edits.push({ start, end: word.start + target.end, text: upstream });
      moved.push({ ...placeOf(text, start), from: authority, to: upstream, service, by: owner.by });
    }
    if (authority !== upstream && target.scheme === "https")
      note(proxied.statement, `tasks are asked for the name ${upstream} in TLS: set proxy_ssl_name if they look at it`);
    const level = innermostLevel(proxied.around);
    if (keepalive === 0 || served.has(level)) continue;
    served.add(level);
    const needs = keepaliveNeeds(text, statements, proxied, options.included);
    edits.push(...needs.edits.filter((edit) => !edits.some((other) => sameEdit(edit, other))));
    for (const message of authority !== upstream || needs.edits.length > 0 ? needs.notes : [])
      note(proxied.statement, message);
  }
  return { file: site.name, before: text, after: applyEdits(text, edits), moved, left, notes };
};

type Fate =
  | { readonly kind: "goes" }
  | { readonly kind: "stays" }
  | { readonly kind: "unused" }
  | { readonly kind: "collides"; readonly say: { readonly because: string; readonly fix: string } };

/** What becomes of an upstream block of the site. */
const fateOf = ({ name, owner }: SiteBlock, upstreams: readonly AdoptableUpstream[]): Fate => {
  const rendered = upstreams.some(({ upstream }) => upstream === name);
  if (!rendered) return { kind: owner.kind === "owner" ? "unused" : "stays" };
  if (owner.kind === "owner" && owner.upstream.upstream === name) return { kind: "goes" };
  const because = "the rendered file has an upstream of that name, and nginx takes a name once";
  return { kind: "collides", say: { because, fix: "rename this block, or `upstream` in headgate.yml" } };
};

const ownerOfTarget = (
  target: ProxyTarget,
  blocks: readonly SiteBlock[],
  { upstreams, said }: AdoptOptions,
): PortOwner | { readonly kind: "elsewhere" } => {
  const port = loopbackPortOf(target);
  if (port !== null) return ownerOf(port, upstreams, said);
  if (target.port !== null) return { kind: "elsewhere" };
  const block = blocks.find(({ name }) => name.toLowerCase() === target.host);
  if (block !== undefined) return fateOf(block, upstreams).kind === "collides" ? { kind: "elsewhere" } : block.owner;
  const upstream = upstreams.find(({ upstream }) => upstream.toLowerCase() === target.host);
  return upstream === undefined ? { kind: "elsewhere" } : { kind: "owner", upstream, by: "option" };
};

const passOf = ({
  statement,
}: PlacedStatement): { readonly word: SiteWord; readonly target: ProxyTarget | null } | null => {
  const word = statement.words[1];
  if (nameOf(statement) !== "proxy_pass" || word === undefined) return null;
  const reading = proxyTargetOf(word.raw);
  return { word, target: reading.kind === "target" ? reading.target : null };
};

const namesLoopback = (raw: string): boolean => /localhost|127\.0\.0\.1|\[::1\]/.test(raw);

/** A level is told once what it lacks, however many of its locations say so. */
const sameEdit = (a: SiteEdit, b: SiteEdit): boolean => a.start === b.start && a.end === b.end && a.text === b.text;

import type { SiteStatement } from "./parse-site.ts";
import { type AdoptableUpstream, ownerOf, type PortOwner } from "./port-owner.ts";
import { loopbackPortOf, proxyTargetOf } from "./proxy-target.ts";
import { nameOf, walkSite } from "./walk-site.ts";

/** An `upstream` block of a site file, with whose servers are in it. */
export type SiteBlock = {
  readonly name: string;
  readonly statement: SiteStatement;
  /** `elsewhere`: it has a server that is not a port of this machine, or none at all. */
  readonly owner: PortOwner | { readonly kind: "elsewhere" };
};

export const blocksOf = (
  statements: readonly SiteStatement[],
  upstreams: readonly AdoptableUpstream[],
  said: ReadonlyMap<number, string>,
): readonly SiteBlock[] =>
  walkSite(statements)
    .map(({ statement }) => statement)
    .filter((statement) => nameOf(statement) === "upstream" && statement.block !== null && statement.words.length === 2)
    .map((statement) => ({
      name: statement.words[1]!.value,
      statement,
      owner: ownerOfBlock(statement, upstreams, said),
    }));

/** Several servers on this machine are one service's tasks with a host port each, or they are not one upstream. */
const ownerOfBlock = (
  { block }: SiteStatement,
  upstreams: readonly AdoptableUpstream[],
  said: ReadonlyMap<number, string>,
): SiteBlock["owner"] => {
  const servers = (block ?? []).filter((statement) => nameOf(statement) === "server");
  const ports = servers.map(({ words }) => loopbackPortOfServer(words[1]?.value ?? ""));
  if (ports.length === 0 || ports.includes(null)) return { kind: "elsewhere" };
  const owners = [...new Set(ports)].map((port) => ownerOf(port!, upstreams, said));
  const odd = owners.find((owner) => owner.kind !== "owner");
  if (odd !== undefined) return odd;
  const names = new Set(owners.map((owner) => (owner.kind === "owner" ? owner.upstream.upstream : "")));
  if (names.size === 1) return owners[0]!;
  return {
    kind: "none",
    because: `its servers belong to ${[...names].join(" and ")}`,
    fix: "give each service an upstream block of its own, or write proxy_pass with the port",
  };
};

const loopbackPortOfServer = (address: string): number | null => {
  const reading = proxyTargetOf(`http://${address}`);
  return reading.kind === "target" ? loopbackPortOf(reading.target) : null;
};

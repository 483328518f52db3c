import { compareText } from "../../config/by-name.ts";
import type { NginxRender, NginxServer, UpstreamRender } from "./nginx-render.ts";
import { serverText } from "./nginx-servers.ts";
import { renderGates } from "./render-gate.ts";
import { safeName, safeServer, safeWhole, UnsafeNginxText } from "./safe-text.ts";

/**
 * The one file that nginx includes in its http block: an upstream per entry, and the gates.
 *
 * It has no time and no counter in it, so that the same servers give the same bytes, and a changed hash means news.
 *
 * @returns whole lines; the same text for the same content in any order
 * @throws UnsafeNginxText where a name, an address or a number would not stay what it is in nginx's syntax
 */
export const renderNginx = (render: NginxRender): string => {
  safeWhole("the number of instances", render.instances, 1, 100_000);
  const upstreams = [...render.upstreams].sort((a, b) => compareText(a.upstream.upstream, b.upstream.upstream));
  refuseTwins(upstreams);
  const gates = renderGates(upstreams, render.instances);
  return [
    ...header(render),
    ...upstreams.flatMap((upstream) => ["", ...renderUpstream(upstream)]),
    ...(gates.length === 0 ? [] : ["", ...gateComment, ...gates]),
    "",
  ].join("\n");
};

export const header = ({ stack, fleet }: Pick<NginxRender, "stack" | "fleet">): readonly string[] => [
  `# Written by Headgate: stack ${safeName("the stack's name", stack)}, fleet ${safeName("the fleet's name", fleet)}.`,
  "# What is changed here by hand is overwritten. nginx includes this file in its http block.",
];

const gateComment = [
  "# Gates: while a budget binds, requests above the admitted rate are answered 503 with Retry-After.",
  "# nginx inherits limit_req, limit_conn and add_header into a server or location only where none of the same kind is",
  "# written there: such a place sheds nothing, or sheds without Retry-After. limit_req_status, where nginx.conf sets it,",
  "# takes the place of 503.",
] as const;

/** The lines of a block that don't depend on where its servers come from. */
export const blockStart = ({ service, upstream }: Omit<UpstreamRender, "servers" | "admitted">, about: string) => {
  const name = safeName("an upstream's name", upstream.upstream);
  return [`# Service ${safeName("a service's name", service)}: ${about}.`, `upstream ${name} {`];
};

/** As nginx wants it: the method before keepalive. */
export const methodLines = ({ upstream }: Pick<UpstreamRender, "upstream">): readonly string[] =>
  upstream.method === "least_conn" ? ["    least_conn;"] : [];

export const keepaliveLines = ({ upstream }: Pick<UpstreamRender, "upstream">): readonly string[] =>
  upstream.keepalive === 0 ? [] : [`    keepalive ${safeWhole("keepalive", upstream.keepalive, 1, 100_000)};`];

/** How failures take a server out of turn. */
export const failureParameters = ({ upstream }: Pick<UpstreamRender, "upstream">): string => {
  const maxFails = safeWhole("maxFails", upstream.maxFails, 0, 100_000);
  return `max_fails=${maxFails} fail_timeout=${safeWhole("failTimeoutSeconds", upstream.failTimeoutSeconds, 1, 86_400)}s`;
};

const renderUpstream = (render: UpstreamRender): readonly string[] => {
  const servers = [...render.servers].map(safeServer).sort((a, b) => compareText(serverText(a), serverText(b)));
  const about = servers.length === 1 ? "1 task" : `${servers.length} tasks`;
  return [
    ...blockStart(render, about),
    `    zone headgate_upstream_${render.upstream.upstream} ${zoneKilobytes(servers.length)}k;`,
    ...methodLines(render),
    ...serverLines(render, servers),
    ...keepaliveLines(render),
    "}",
  ];
};

const serverLines = (render: UpstreamRender, servers: readonly NginxServer[]): readonly string[] =>
  servers.length === 0
    ? [
        "    # No task is there. nginx refuses a block without a server, so this one stands in: it is down, nothing ever",
        "    # connects to it, and requests are answered 502 at once.",
        "    server 127.0.0.1:9 down;",
      ]
    : servers.map((server) => `    server ${serverText(server)} ${failureParameters(render)};`);

/** What the workers share of a server is under 1 KB; the rest is nginx's own. Powers of two, so that it seldom changes. */
export const zoneKilobytes = (servers: number): number => {
  let kilobytes = 64;
  while (kilobytes < 32 + servers * 2) kilobytes *= 2;
  return kilobytes;
};

/** nginx tells the names of upstreams apart without regard to case. */
const refuseTwins = (upstreams: readonly UpstreamRender[]): void => {
  const names = new Set<string>();
  for (const { upstream } of upstreams) {
    const name = upstream.upstream.toLowerCase();
    if (names.has(name)) throw new UnsafeNginxText("an upstream's name twice in one file", upstream.upstream);
    names.add(name);
  }
};

import { createHash } from "node:crypto";
import { compareText } from "../../config/by-name.ts";
import type { GateConfig } from "../../config/publication.ts";
import type { AdmittedRate } from "../post.ts";
import type { UpstreamRender } from "./nginx-render.ts";
import { safeMatch, safeWhole } from "./safe-text.ts";

/**
 * The load shedding of a file's upstreams, in directives of the http level only: no site has to be changed.
 *
 * The limits count a key that is the upstream's name for requests that its gate is about, and empty for all others and
 * while it is open; nginx counts no request whose key is empty. Open and closed differ in values only, never in which
 * zones there are and in which variable they count: nginx refuses to reload a zone whose key is another variable.
 *
 * @param upstreams in any order; those without a gate give no line
 * @param instances each one lets its part of the rate through
 * @returns lines without indentation
 * @throws UnsafeNginxText
 * @see nginx documentation, ngx_http_limit_req_module and ngx_http_limit_conn_module (empty keys, inheritance)
 */
export const renderGates = (upstreams: readonly UpstreamRender[], instances: number): readonly string[] => {
  const gated = [...upstreams].sort((a, b) => compareText(a.upstream.upstream, b.upstream.upstream)).flatMap(gatedOf);
  if (gated.length === 0) return [];
  return [...gated.flatMap((one) => ["", ...renderGate(one, instances)]), "", ...retryAfter(gated)];
};

type Gated = {
  readonly service: string;
  readonly gate: GateConfig;
  readonly admitted: AdmittedRate | null;
  readonly key: string;
};

const gatedOf = ({ service, upstream, admitted }: UpstreamRender): readonly Gated[] =>
  upstream.gate === null ? [] : [{ service, gate: upstream.gate, admitted, key: variableKey(upstream.upstream) }];

const renderGate = ({ service, gate, admitted, key }: Gated, instances: number): readonly string[] => {
  const closed = admitted === null ? null : limitsOf(gate, admitted, instances);
  const rate = closed?.rate ?? "1r/s";
  const burst = closed === null || closed.burst === 0 ? "" : ` burst=${closed.burst}`;
  return [
    closed === null
      ? `# Gate of ${service}: open, nothing is limited.`
      : `# Gate of ${service}: closed, this instance lets ${rate} through.`,
    // What was sent counts besides what nginx made of it: a rewrite or try_files may have come before the limits.
    ...map(`"$host$uri $host$request_uri"`, `$headgate_gate_${key}`, closed === null ? [] : matchRows(gate, key)),
    `limit_req_zone $headgate_gate_${key} zone=headgate_rate_${key}:64k rate=${rate};`,
    `limit_req zone=headgate_rate_${key}${burst} nodelay;`,
    ...(gate.connectionsPerTask === null
      ? []
      : [
          `limit_conn_zone $headgate_gate_${key} zone=headgate_conn_${key}:64k;`,
          `limit_conn headgate_conn_${key} ${closed?.connections ?? 1};`,
        ]),
  ];
};

/**
 * One header for all gates, because nginx's table of variables has room for few dozen more by default. Of our own limits
 * only: in front of a rejection by a limit of the site's all keys are empty.
 */
const retryAfter = (gated: readonly Gated[]): readonly string[] => {
  const keys = gated.map(({ key }) => `$headgate_gate_${key}`).join("|");
  const rows = gated.map(({ gate, key }) => {
    const seconds = safeWhole("retryAfterSeconds", gate.retryAfterSeconds, 1, 86_400);
    return `"~^([^ ]*[|])?${key}([|][^ ]*)? .*REJECTED( |$)" ${seconds};`;
  });
  return [
    "# For rejections by a gate only.",
    ...map(`"${keys} $limit_req_status $limit_conn_status"`, "$headgate_retry_after", rows),
    "add_header Retry-After $headgate_retry_after always;",
  ];
};

type GateLimits = { readonly rate: string; readonly burst: number; readonly connections: number };

/** Rounded down, as what is above the rate can't be served; never to nothing, which nginx has no way to say. */
const limitsOf = (gate: GateConfig, admitted: AdmittedRate, instances: number): GateLimits => {
  const share = admitted.requestsPerSecond / instances;
  const perMinute = share < 10;
  const rate = Math.min(1_000_000, Math.max(1, Math.floor(perMinute ? share * 60 : share)));
  return {
    rate: `${safeWhole("a rate", rate, 1, 1_000_000)}${perMinute ? "r/m" : "r/s"}`,
    burst: Math.min(1_000_000, Math.floor(share * gate.burstSeconds)),
    // nginx keeps the count in 16 bits.
    connections: Math.min(
      65_535,
      Math.max(1, Math.floor(((gate.connectionsPerTask ?? 0) * admitted.tasks) / instances)),
    ),
  };
};

const matchRows = (gate: GateConfig, key: string): readonly string[] =>
  [...gate.match].sort(compareText).map((match) => {
    const text = safeMatch("a gate's match", match);
    const slash = text.indexOf("/");
    // $host has no slash in it.
    const host = slash === 0 ? "[^/ ]*" : literal(text.slice(0, slash));
    return `"~(^| )${host}${literal(text.slice(slash))}" ${key};`;
  });

/** Of the characters that safeMatch lets through, two mean something in a regular expression. */
const literal = (text: string): string => text.replaceAll(/[.+]/g, "[$&]");

const map = (from: string, to: string, rows: readonly string[]): readonly string[] => [
  `map ${from} ${to} {`,
  '    default "";',
  ...rows.map((row) => `    ${row}`),
  "}",
];

/** With the longest prefix, nginx's default variables_hash_bucket_size (64 bytes) still holds it. */
const longestKey = 24;

/**
 * An upstream's name as a part of variables' names, which are letters, digits and underscores.
 *
 * By the name alone, never by its place: the same upstream keeps its variables when others come and go.
 */
const variableKey = (upstream: string): string => {
  // Variables have no upper case, and neither have upstreams.
  const plain = upstream
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, (character) => (character === "_" ? "__" : `_${character.charCodeAt(0).toString(16)}`));
  if (plain.length <= longestKey) return plain;
  return `${plain.slice(0, longestKey - 9)}_${createHash("sha256").update(plain).digest("hex").slice(0, 8)}`;
};

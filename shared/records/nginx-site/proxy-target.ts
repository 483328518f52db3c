/** The address that a `proxy_pass` names, with its place in the word as it is written. */
export type ProxyTarget = {
  readonly scheme: "http" | "https";
  /** Lower case. */
  readonly host: string;
  /** `null`: none is written. */
  readonly port: number | null;
  /** Of host and port in the raw word. */
  readonly start: number;
  readonly end: number;
};

export type ProxyTargetReading =
  | { readonly kind: "target"; readonly target: ProxyTarget }
  /** A variable decides on the address, or no web address is written. */
  | { readonly kind: "not-told" };

const shape = /^(["']?https?:\/\/)(\[[0-9a-f:.]+\]|[^:/?#$\s"'\\[\]{}]+)(?::(\d{1,5}))?(?=["']?$|[/?#]|\$)/i;
/** Variables that begin a URI. After any other one the address may go on. */
const uriVariable =
  /^\$(\{(request_uri|uri|document_uri|is_args)\}|(request_uri|uri|document_uri|is_args)(?![A-Za-z0-9_]))/;

/**
 * Reads what comes between the scheme and the URI of a `proxy_pass`.
 *
 * @param raw the word as it is written, quotes included
 * @throws never
 */
export const proxyTargetOf = (raw: string): ProxyTargetReading => {
  const match = shape.exec(raw);
  if (match === null) return { kind: "not-told" };
  const [all, scheme, host, port] = match as unknown as [string, string, string, string | undefined];
  if (raw[all.length] === "$" && !uriVariable.test(raw.slice(all.length))) return { kind: "not-told" };
  const target: ProxyTarget = {
    scheme: scheme.toLowerCase().includes("https") ? "https" : "http",
    host: host.toLowerCase(),
    port: port === undefined ? null : Number(port),
    start: scheme.length,
    end: all.length,
  };
  return { kind: "target", target };
};

/** The port that is meant on this machine; `null`: the address is another machine's. */
export const loopbackPortOf = ({
  scheme,
  host,
  port,
}: Pick<ProxyTarget, "scheme" | "host" | "port">): number | null => {
  const local = host === "localhost" || host === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
  return local ? (port ?? (scheme === "https" ? 443 : 80)) : null;
};

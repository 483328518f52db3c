import { parseSrvValue, srvValueOf } from "./srv-value.ts";

/**
 * A value in one way of writing, to compare by: 2001:DB8::0:1 and 2001:db8::1 are one address, and a host name may end
 * with a dot.
 *
 * @see RFC 5952 for IPv6
 */
export const canonicalValue = (type: string, value: string): string => {
  if (type === "AAAA") return canonicalIpv6(value);
  const srv = type === "SRV" ? parseSrvValue(value) : null;
  // Another priority or weight is another value.
  return srv !== null && /^1 1 /.test(value) ? srvValueOf(srv.port, srv.host) : value;
};

const canonicalIpv6 = (address: string): string => {
  const url = `http://[${address}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : address;
};

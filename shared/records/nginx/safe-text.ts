import { isIP } from "node:net";
import type { NginxServer } from "./nginx-render.ts";

/**
 * Something that can't be written into nginx's configuration without changing its meaning.
 *
 * `headgate.yml` is checked for all of it, so that this is a fault of ours, or a table that somebody else wrote to.
 */
export class UnsafeNginxText extends Error {
  readonly code = "unsafe-nginx-text";

  constructor(what: string, text: string) {
    super(`${what} can't be written into nginx's configuration: ${JSON.stringify(text)}`);
    this.name = "UnsafeNginxText";
  }
}

/** A service, a fleet, an upstream, a stack. */
export const safeName = (what: string, text: string): string => safe(what, text, /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);

/** A DNS name, underscores allowed as SRV has them. */
export const safeDnsName = (what: string, text: string): string =>
  safe(what, text, /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]*)(?:\.[A-Za-z0-9_-]+)+$/);

/** `shop.example/api`, or `/api` for any host. */
export const safeMatch = (what: string, text: string): string =>
  safe(what, text, /^[A-Za-z0-9.-]{0,253}\/[A-Za-z0-9._~!&+,=:@/-]{0,1000}$/);

export const safeAddress = (what: string, text: string): string => {
  // A zone (fe80::1%eth0) is an address to Node, and none to nginx.
  if (isIP(text) === 0 || text.includes("%")) throw new UnsafeNginxText(what, text);
  return text;
};

/** @returns the number as decimal digits */
export const safeWhole = (what: string, value: number, least: number, most: number): string => {
  if (!Number.isInteger(value) || value < least || value > most) throw new UnsafeNginxText(what, String(value));
  return String(value);
};

export const safeServer = ({ address, port }: NginxServer): NginxServer => {
  safeWhole("a port", port, 1, 65_535);
  return { address: safeAddress("an address", address), port };
};

const safe = (what: string, text: string, legal: RegExp): string => {
  if (!legal.test(text)) throw new UnsafeNginxText(what, text);
  return text;
};

import { domainToASCII } from "node:url";

/**
 * DNS allows 253 characters. In front of the name stands that of its ownership record, `_headgate.` and a label of up to
 * 63 characters, so that much room is kept.
 */
export const LONGEST_DNS_NAME = 253 - "_headgate.".length - "x".repeat(63).length - ".".length;

/** Begins the names of ownership records. */
export const OWNERSHIP_LABEL = "_headgate";

const LABEL = /^_?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const LONGEST_LABEL = 63;

export type DnsNameProblem = { readonly rule: string; readonly fix: string };

/** As DNS compares names: lower case, and the dot at the end says nothing. */
export const normalDnsName = (written: string): string => written.toLowerCase().replace(/\.$/, "");

/** True for the domain itself, and for every name under it. */
export const isWithinDomain = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`);

/** `_service._proto` in front, as an SRV record's name has it. */
export const isServiceName = (name: string): boolean => /^_[a-z0-9-]+\._(?:tcp|udp)\../.test(name);

/**
 * What is wrong with a DNS name, the first thing only.
 *
 * An underscore may begin a label (SRV); `*` is the whole leftmost label or none. Names in other scripts are refused
 * with their ASCII form, because that is what the zone holds and what a person finds there again.
 *
 * @param written as in the file: capitals and a dot at the end are legal
 * @returns `null` for a legal name
 * @throws never
 * @see RFC 1035 section 2.3.4 (sizes), RFC 2782 (SRV), RFC 4592 (wildcards)
 */
export const dnsNameProblem = (written: string): DnsNameProblem | null => {
  const name = normalDnsName(written);
  if (/[^ -~]/.test(name)) {
    const ascii = domainToASCII(name);
    const rule = "a DNS name is written in ASCII";
    return ascii !== "" && dnsNameProblem(ascii) === null
      ? { rule, fix: `write ${ascii}` }
      : { rule, fix: "write it with letters, digits and hyphens" };
  }
  if (name.length > LONGEST_DNS_NAME) {
    const rule = `it has ${name.length} characters, and ${LONGEST_DNS_NAME} leave room for its ownership record`;
    return { rule, fix: `shorten it to ${LONGEST_DNS_NAME} characters` };
  }
  const labels = name.split(".");
  const inside = labels[0] === "*" && labels.length > 1 ? labels.slice(1) : labels;
  for (const label of inside) {
    const wrong = labelProblem(label);
    if (wrong !== null) return wrong;
  }
  return null;
};

const labelProblem = (label: string): DnsNameProblem | null => {
  if (label === "") return { rule: "there is nothing between two dots, or before the first", fix: "remove the dot" };
  if (label.length > LONGEST_LABEL) {
    const rule = `a part between dots has ${label.length} characters, and DNS allows ${LONGEST_LABEL}`;
    return { rule, fix: `shorten it to ${LONGEST_LABEL} characters` };
  }
  if (label.includes("*")) {
    return { rule: "* is the whole first part of a name, or no part of it", fix: "write it as *.shop.internal" };
  }
  if (LABEL.test(label)) return null;
  return {
    rule: "between dots stand letters, digits and hyphens, with a letter or digit at both ends and maybe _ before",
    fix: "write the bare name, such as order.shop.internal, without a scheme, a port or a path",
  };
};

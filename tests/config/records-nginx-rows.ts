import type { ProblemRow } from "./problem-row.ts";
import { withDestinations, withPublished } from "./published-text.ts";

const zones = "zones: { internal: { hostedZoneId: ZINTERNAL, domain: shop.internal } }";

/** What nginx reads as more than itself, or never sees in a path as it compares it: decoded, with single slashes. */
const unsafe = [
  "'",
  '"',
  "{",
  "}",
  ";",
  "$",
  " ",
  "\\",
  "%20",
  "//",
  "/../",
  "/./",
  "#",
  "?",
  "*",
  "(",
  "^",
  "|",
  "\n",
  "\u0000",
  "ü",
];

const unsafePaths = unsafe.map(
  (text): ProblemRow => ({
    when: `a match with ${JSON.stringify(text)} in its path is refused`,
    text: withPublished(`  order: { nginx: { edge: { gate: { match: [${JSON.stringify(`/a${text}b`)}] } } } }`),
    gives: {
      code: "match-unreadable",
      path: "services.order.nginx.edge.gate.match[0]",
      line: 10,
      column: 45,
      fix: "write a plain prefix such as /api/orders, up to the first character that is none of these",
    },
  }),
);

/** Fleets, upstreams and gates that can't be as they are written. */
export const nginxRows: readonly ProblemRow[] = [
  {
    when: "a fleet without a tag is refused",
    text: withDestinations(zones, "nginx: { edge: { tag: {} } }"),
    gives: {
      code: "tag-not-one",
      path: "nginx.edge.tag",
      line: 6,
      column: 18,
      fix: "write tag: { Role: edge }, with the instances' own key and value",
    },
    says: "edge has no tag; its instances are found by one",
  },
  {
    when: "a fleet with two tags is refused",
    text: withDestinations(zones, "nginx: { edge: { tag: { Role: edge, Stage: live } } }"),
    gives: { code: "tag-not-one", path: "nginx.edge.tag", line: 6, column: 18, fix: "keep one of them" },
    says: "edge has 2 tags; its instances are found by one",
  },
  {
    when: "a tag's value in quotes only where it looks like a number",
    text: withDestinations(zones, "nginx: { edge: { tag: { Role: 1 } } }"),
    gives: { code: "wrong-type", path: "nginx.edge.tag.Role", line: 6, column: 31, fix: 'put it in quotes: "1"' },
  },
  {
    when: "a file that is not absolute is refused",
    text: withDestinations(zones, "nginx: { edge: { tag: { Role: edge }, file: conf.d/headgate.conf } }"),
    gives: {
      code: "illegal-name",
      path: "nginx.edge.file",
      line: 6,
      column: 45,
      fix: "choose another name within this rule",
    },
  },
  {
    when: "a file that climbs is refused",
    text: withDestinations(zones, "nginx: { edge: { tag: { Role: edge }, file: /etc/nginx/../passwd } }"),
    gives: {
      code: "illegal-name",
      path: "nginx.edge.file",
      line: 6,
      column: 45,
      fix: "choose another name within this rule",
    },
  },
  {
    when: "a file with a shell's characters is refused",
    text: withDestinations(zones, "nginx: { edge: { tag: { Role: edge }, file: /etc/nginx/a$b.conf } }"),
    gives: {
      code: "illegal-name",
      path: "nginx.edge.file",
      line: 6,
      column: 45,
      fix: "choose another name within this rule",
    },
  },
  {
    when: "two fleets of one file on the same instances are refused",
    text: withDestinations(
      zones,
      "nginx:",
      "  edge: { tag: { Role: edge } }",
      "  edge2: { tag: { Role: edge }, file: /etc/nginx/conf.d/headgate.conf }",
    ),
    gives: {
      code: "same-nginx-file",
      path: "nginx.edge2",
      line: 8,
      column: 3,
      fix: "keep one of them, or give one another file",
    },
    says: "edge2 and edge are both the file /etc/nginx/conf.d/headgate.conf on instances with the tag Role: edge",
  },
  {
    when: "an upstream in an unknown fleet is answered with the nearest name",
    text: withPublished("  order: { nginx: { edgy: {} } }"),
    gives: {
      code: "unknown-fleet",
      path: "services.order.nginx.edgy",
      line: 10,
      column: 21,
      fix: "did you mean edge?",
    },
    says: "order has an upstream in edgy, which is not under the top-level key nginx",
  },
  {
    when: "an upstream in a file without fleets says where to add one",
    text: withDestinations(zones),
    gives: {
      code: "unknown-fleet",
      path: "services.order.nginx.edge",
      line: 4,
      column: 112,
      fix: "add edge under nginx at the top of the file",
    },
    says: "order has an upstream in edge, which is not under the top-level key nginx",
  },
  {
    when: "an upstream's name with a space is refused",
    text: withPublished("  order: { nginx: { edge: { upstream: the order } } }"),
    gives: {
      code: "illegal-name",
      path: "services.order.nginx.edge.upstream",
      line: 10,
      column: 39,
      fix: "choose another name within this rule",
    },
  },
  {
    when: "two upstreams of one name in a fleet are refused",
    text: withPublished("  order: { nginx: { edge: {} } }", "  user: { nginx: { edge: { upstream: ORDER } } }"),
    gives: {
      code: "same-upstream",
      path: "services.user.nginx.edge.upstream",
      line: 11,
      column: 38,
      fix: "give one of them another name with upstream",
    },
    says: "order and user both have the upstream ORDER in edge",
  },
  {
    when: "two upstreams of one service need two names",
    text: withPublished("  order: { nginx: { edge: [{ containerPort: 80 }, { containerPort: 81 }] } }"),
    gives: {
      code: "same-upstream",
      path: "services.order.nginx.edge[1]",
      line: 10,
      column: 51,
      fix: "give one of them another name with upstream",
    },
    says: "order has twice the upstream order in edge",
  },
  {
    when: "a match with a scheme is answered without it",
    text: withPublished("  order: { nginx: { edge: { gate: { match: ['https://shop.example/api'] } } } }"),
    gives: {
      code: "match-unreadable",
      path: "services.order.nginx.edge.gate.match[0]",
      line: 10,
      column: 45,
      fix: "write shop.example/api",
    },
    says: "https://shop.example/api matches no request: it has a scheme",
  },
  {
    when: "a match without a path is refused",
    text: withPublished("  order: { nginx: { edge: { gate: { match: [shop.example] } } } }"),
    gives: {
      code: "match-unreadable",
      path: "services.order.nginx.edge.gate.match[0]",
      line: 10,
      column: 45,
      fix: "write shop.example/ for every path of the host",
    },
    says: "shop.example matches no request: it has no path",
  },
  {
    when: "a match with a port is refused",
    text: withPublished("  order: { nginx: { edge: { gate: { match: ['shop.example:8080/api'] } } } }"),
    gives: {
      code: "match-unreadable",
      path: "services.order.nginx.edge.gate.match[0]",
      line: 10,
      column: 45,
      fix: "write a host and a path, or a path alone",
    },
    says: "shop.example:8080/api matches no request: what stands before the first / is no host name",
  },
  {
    when: "a match of any name in a domain is refused",
    text: withPublished("  order: { nginx: { edge: { gate: { match: ['*.shop.example/api'] } } } }"),
    gives: {
      code: "match-unreadable",
      path: "services.order.nginx.edge.gate.match[0]",
      line: 10,
      column: 45,
      fix: "write a host and a path, or a path alone",
    },
    says: "*.shop.example/api matches no request: what stands before the first / is no host name",
  },
  {
    when: "two services can't shed the same requests in a fleet",
    text: withPublished(
      "  order: { nginx: { edge: { gate: { match: [shop.example/api] } } } }",
      "  user: { nginx: { edge: { gate: { match: [Shop.Example/api] } } } }",
    ),
    gives: {
      code: "same-match",
      path: "services.user.nginx.edge.gate.match[0]",
      line: 11,
      column: 44,
      fix: "keep it in one of them",
    },
    says: "shop.example/api is in the gates of order and user, in the fleet edge",
  },
  {
    when: "a gate can't have one match twice",
    text: withPublished("  order: { nginx: { edge: { gate: { match: [/api, /api] } } } }"),
    gives: {
      code: "same-match",
      path: "services.order.nginx.edge.gate.match[1]",
      line: 10,
      column: 51,
      fix: "keep it in one of them",
    },
    says: "/api is in the gates of order twice, in the fleet edge",
  },
  {
    when: "a gate without a match is refused",
    text: withPublished("  order: { nginx: { edge: { gate: { match: [] } } } }"),
    gives: {
      code: "out-of-bounds",
      path: "services.order.nginx.edge.gate.match",
      line: 10,
      column: 37,
      fix: "write a list of at least 1",
    },
  },
  ...unsafePaths,
];

import { lines, type ProblemRow, withServices } from "./problem-row.ts";

const nested = `${"[".repeat(40)}1${"]".repeat(40)}`;

/** Files that can't be turned into data, or not into one meaning. */
export const yamlRows: readonly ProblemRow[] = [
  {
    when: "an empty file is named as such",
    text: "",
    gives: { code: "empty-file", path: "", line: 1, column: 1, fix: "begin with the keys version, name and services" },
  },
  {
    when: "a file of comments is an empty file",
    text: "# nothing yet\n",
    gives: { code: "empty-file", path: "", line: 1, column: 1, fix: "begin with the keys version, name and services" },
  },
  {
    when: "a list is not a configuration",
    text: "\n- version: 1\n",
    gives: {
      code: "not-a-map",
      path: "",
      line: 2,
      column: 1,
      fix: "begin with version: 1 in the first column, without a leading -",
    },
    says: "headgate.yml is a list",
  },
  {
    when: "a single word is not a configuration",
    text: "headgate",
    gives: {
      code: "not-a-map",
      path: "",
      line: 1,
      column: 1,
      fix: "begin with version: 1 in the first column, without a leading -",
    },
    says: "a single value",
  },
  {
    when: "a tab as indentation is shown where it stands",
    text: "version: 1\nservices:\n\torder: {}\n",
    gives: { code: "yaml-tab", path: "", line: 3, column: 1, fix: "replace the tab by two spaces per level" },
  },
  {
    when: "a tab is the only problem told, whatever it breaks behind it",
    text: "version: 1\nname: shop\nservices:\n  order:\n\t  cluster: shop\n   tasks: [\n",
    gives: { code: "yaml-tab", path: "", line: 5, column: 1, fix: "replace the tab by two spaces per level" },
  },
  {
    when: "a bracket that is never closed is a syntax problem",
    text: "version: 1\nname: [shop\nservices: {}\n",
    gives: {
      code: "yaml-syntax",
      path: "",
      line: 3,
      column: 1,
      fix: "indent keys of one level alike, two spaces deeper than the key above, and close every bracket",
    },
  },
  {
    when: "a colon inside plain text is a syntax problem",
    text: "version: 1\nname: shop: prod\n",
    gives: {
      code: "yaml-syntax",
      path: "",
      line: 2,
      column: 7,
      fix: "put text that contains a colon and a space in quotes, or the inner key on its own line",
    },
  },
  {
    when: "a second document is not read silently",
    text: "version: 1\n---\nversion: 1\n",
    gives: {
      code: "yaml-syntax",
      path: "",
      line: 2,
      column: 1,
      fix: "keep one document: remove the --- between the two",
    },
  },
  {
    when: "a function of CloudFormation is not resolved here",
    text: "version: 1\nname: !Ref Stack\n",
    gives: {
      code: "yaml-syntax",
      path: "",
      line: 2,
      column: 7,
      fix: "remove the tag and write the value itself; functions such as !Ref are not resolved here",
    },
  },
  {
    when: "an alias without an anchor is refused",
    text: "version: 1\nname: *shop\n",
    gives: {
      code: "yaml-alias",
      path: "name",
      line: 2,
      column: 7,
      fix: "write &shop before the value that is meant, or write the value out",
    },
  },
  {
    when: "an alias that contains itself is refused",
    text: "version: 1\nservices: &all\n  order: *all\n",
    gives: { code: "yaml-alias", path: "services.order", line: 3, column: 10, fix: "write the value out" },
  },
  {
    when: "aliases that multiply are cut off",
    text: lines(
      "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
      "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]",
      "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]",
      "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]",
    ),
    gives: {
      code: "yaml-alias",
      path: "c[8][1]",
      line: 2,
      column: 12,
      fix: "use the defaults block instead of aliases",
    },
  },
  {
    when: "a file that is far too long is not read",
    text: `# ${"x".repeat(1_000_000)}`,
    gives: { code: "too-large", path: "", line: 1, column: 1, fix: "check that this is the right file" },
    says: "headgate.yml has 1000002 characters",
  },
  {
    when: "brackets deeper than any key are cut off",
    text: `version: 1\nname: ${nested}\n`,
    gives: {
      code: "too-large",
      path: `name${"[0]".repeat(16)}`,
      line: 2,
      column: 23,
      fix: "no key is that deep; check the indentation",
    },
  },
  {
    when: "a service that stands twice is not silently the second one",
    text: withServices(
      "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 } }",
      "  order: { cluster: shop }",
    ),
    gives: { code: "duplicate-key", path: "services.order", line: 7, column: 3, fix: "keep one of the two" },
  },
  {
    when: "a number and the same text are one key",
    text: withServices('  "1": { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 } }', "  1: { cluster: shop }"),
    gives: { code: "duplicate-key", path: "services.1", line: 7, column: 3, fix: "keep one of the two" },
  },
  {
    when: "a key that YAML takes for a number is shown as it is written",
    text: `${withServices("  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 } }")}? .nan\n`,
    gives: {
      code: "unknown-key",
      path: '[".nan"]',
      line: 7,
      column: 3,
      fix: "remove it, or use one of dailyReadBudget, databases, decisionRetentionDays, defaults, name, nginx, notices, proxies, runbooks, services, version, zones",
    },
    says: "there is no key .nan here",
  },
  {
    when: "CRLF line ends and a byte order mark move nothing",
    text: "\uFEFFversion: 1\r\nname: shop\r\nname: shop\r\nservices: { order: { cluster: shop, signals: { cpu: 70 } } }\r\n",
    gives: { code: "duplicate-key", path: "name", line: 3, column: 1, fix: "keep one of the two" },
  },
  {
    when: "a byte order mark doesn't move the first line",
    text: "\uFEFFversion: 2\nname: shop\nservices: { order: { cluster: shop, signals: { cpu: 70 } } }\n",
    gives: { code: "wrong-version", path: "version", line: 1, column: 10, fix: "write version: 1" },
  },
  {
    when: "more entries than any configuration has are cut off",
    text: `version: 1\nname: [${"1,".repeat(100_000)}]\n`,
    gives: { code: "too-large", path: "name[99997]", line: 2, column: 200_002, fix: "remove what is repeated" },
  },
  {
    when: "a map as a key is refused",
    text: withServices("  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 } }", "  ? { a: b }", "  : {}"),
    gives: {
      code: "illegal-name",
      path: "services",
      line: 7,
      column: 5,
      fix: "write a plain name before the colon",
    },
  },
  {
    when: "a key that would change every object is refused",
    text: withServices(
      "  order: { cluster: shop, signals: { cpu: 70 }, pools: { db: 2 } }",
      "  __proto__: { cluster: shop }",
    ),
    gives: {
      code: "illegal-name",
      path: "services",
      line: 7,
      column: 3,
      fix: "write a plain name before the colon",
    },
  },
];

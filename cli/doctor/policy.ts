/** One statement of an inline policy, with its resources as ARNs. */
export type PolicyStatement = {
  readonly actions: readonly string[];
  /** `null`: an ARN that could not be worked out. */
  readonly resources: readonly (string | null)[];
};

export type PolicyDifference = {
  /** Needed and not granted. */
  readonly missing: readonly { readonly action: string; readonly resources: readonly string[] }[];
  /** Granted and not needed. */
  readonly extra: readonly string[];
};

type Document = { readonly Statement?: Statement | readonly Statement[] };
type Statement = {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
};

/**
 * The Allow statements of a policy document.
 *
 * @throws SyntaxError for what is no JSON
 */
export const parsePolicy = (text: string): readonly PolicyStatement[] => {
  const { Statement = [] } = JSON.parse(text) as Document;
  return listOf(Statement)
    .filter(({ Effect }) => Effect === "Allow")
    .map(({ Action = [], Resource = [] }) => ({ actions: listOf(Action), resources: listOf(Resource) }));
};

/** What a role lacks, and what it has too much, by action. Conditions only narrow, and are not compared. */
export const comparePolicies = (
  expected: readonly PolicyStatement[],
  actual: readonly PolicyStatement[],
): PolicyDifference => {
  const missing = new Map<string, Set<string>>();
  for (const { actions, resources } of expected)
    for (const action of actions)
      for (const resource of resources) {
        if (resource === null || isGranted(actual, action, resource)) continue;
        missing.set(action, (missing.get(action) ?? new Set()).add(resource));
      }
  const needed = expected.flatMap(({ actions }) => actions);
  const granted = [...new Set(actual.flatMap(({ actions }) => actions))];
  return {
    missing: [...missing]
      .map(([action, resources]) => ({ action, resources: [...resources].sort() }))
      .sort((a, b) => (a.action < b.action ? -1 : 1)),
    extra: granted.filter((action) => !needed.includes(action)).sort(),
  };
};

const isGranted = (statements: readonly PolicyStatement[], action: string, resource: string): boolean =>
  statements.some(
    ({ actions, resources }) =>
      actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
      resources.some((pattern) => pattern !== null && matches(pattern, resource)),
  );

/** `*` is any text and `?` any character. @see IAM User Guide, "IAM JSON policy elements: Resource" */
const matches = (pattern: string, text: string): boolean => {
  const expression = pattern
    .split(/([*?])/)
    .map((part) => (part === "*" ? ".*" : part === "?" ? "." : part.replace(/[.+^${}()|[\]\\]/g, "\\$&")))
    .join("");
  return new RegExp(`^${expression}$`, "s").test(text);
};

const listOf = <Item>(value: Item | readonly Item[]): readonly Item[] =>
  Array.isArray(value) ? (value as readonly Item[]) : [value as Item];

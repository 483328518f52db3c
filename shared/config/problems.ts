/** Every code that a configuration can be refused or warned with. Codes are stable: they may be searched for and linked to. */
export const PROBLEM_CODES = {
  "empty-file": "The file has no content.",
  "not-a-map": "The file is a list or a single value where keys are expected.",
  "too-large": "The file is longer, deeper or has more entries than a configuration can need.",
  "yaml-syntax": "The file is not valid YAML.",
  "yaml-tab": "A tab is used for indentation; YAML allows spaces only.",
  "yaml-alias": "An alias (*name) has no anchor, contains itself, or is used too often.",
  "duplicate-key": "A key stands twice in the same map; one of the two would be lost silently.",
  "wrong-version": "The version of the file's form is not 1.",
  "unknown-key": "The key is not part of the form at this place.",
  "missing-key": "A required key is not there.",
  "wrong-type": "The value is of another type than the key needs.",
  "not-one-of": "The value is not one of the allowed words.",
  "out-of-bounds": "The value is too small, too large, or not a step of the allowed size.",
  "illegal-name": "The name has characters, or a length, that AWS would refuse.",
  "no-services": "There is nothing to scale.",
  "pool-zero": "A pool without connections can't serve a request.",
  "pool-contradiction": "The keys of a pool contradict each other.",
  "unknown-database": "A service names a database that is not under databases.",
  "unknown-service": "A service calls one that is not under services.",
  "calls-itself": "A service lists itself among its calls.",
  "same-ecs-service": "Two services are the same ECS service; each would undo the other's count.",
  "same-instance": "Two databases are the same RDS instance; its connections would be spent twice.",
  "min-above-max": "tasks.min is larger than tasks.max.",
  "rollout-never-ends": "With these percentages a deployment may neither start nor stop a task at some count.",
  "budget-empty": "Nothing of the database's limit is left for services.",
  "min-above-budget": "The services' minimums need more connections than the budget can ever hold.",
  "duplicate-signal": "Two signals of one service have the same name.",
  "signal-always-stale": "Datapoints are already stale when they are complete.",
  "scale-without-signal": "Mode is scale, and nothing asks for tasks.",
  "no-signal": "Warning: nothing asks for tasks, so the service is only counted.",
  "memory-alone": "Warning: memory is the only signal, and it never asks alone, so the service never grows.",
  "limit-unknown": "Warning: maxConnections is not given, so nothing is scaled out on this database.",
  "database-unused": "Warning: no service has a pool to the database.",
} as const satisfies Readonly<Record<string, string>>;

export type ProblemCode = keyof typeof PROBLEM_CODES;

export type PathSegment = string | number;
export type KeyPath = readonly PathSegment[];

/** What a check found, before it is known where in the file that stands. */
export type Finding = {
  readonly code: ProblemCode;
  readonly path: KeyPath;
  /** Point at the key although its value is a plain one. */
  readonly at?: "key";
  /** What is wrong, with its numbers. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
};

export type Problem = {
  readonly code: ProblemCode;
  /** As in `services.order.pools.orders-db`; empty for the file itself. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fix: string;
};

const LONGEST_SHOWN = 60;

const plain = (value: unknown): string => {
  if (typeof value === "string") return value;
  if (Number.isNaN(value)) return "not a number";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

/** User text in a message: one line, printable, bounded. */
export const shown = (value: unknown): string => {
  const text = plain(value).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
  const characters = [...text];
  return characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN - 1).join("")}…` : text;
};

/** `services.order.pools.orders-db[1].size`; names with other characters are quoted. */
export const formatPath = (path: KeyPath): string =>
  path.reduce<string>((text, segment) => {
    if (typeof segment === "number") return `${text}[${segment}]`;
    if (!/^[\w-]+$/.test(segment)) return `${text}["${shown(segment)}"]`;
    return text === "" ? shown(segment) : `${text}.${shown(segment)}`;
  }, "");

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Reading order: the same file gives the same list. */
export const sortProblems = (problems: readonly Problem[]): readonly Problem[] =>
  [...problems].sort(
    (a, b) =>
      a.line - b.line ||
      a.column - b.column ||
      byText(a.code, b.code) ||
      byText(a.path, b.path) ||
      byText(a.message, b.message),
  );

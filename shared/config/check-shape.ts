import type * as z from "zod";
import { FORM_SCHEMA, legalKeysAt, type SchemaNode } from "./form-schema.ts";
import { MISPLACED_KEYS } from "./misplaced-keys.ts";
import { nearestName } from "./nearest-name.ts";
import { type Finding, type KeyPath, type PathSegment, shown } from "./problems.ts";
import { describeWrongValue, valueAt } from "./wrong-value.ts";

type Issue = z.core.$ZodIssue;

/** What a form allows, and where keys stand that people look for elsewhere. */
export type FormGuide = { readonly schema: SchemaNode; readonly misplacedKeys: ReadonlyMap<string, string> };

const configGuide: FormGuide = { schema: FORM_SCHEMA, misplacedKeys: MISPLACED_KEYS };

/**
 * Says what zod found in the words of the form: code, place, what is there, what may be there.
 *
 * @param root the whole file's data, to show what stands at a place
 * @param guide of the form that was read; headgate.yml's unless given
 */
export const describeIssues = (
  issues: readonly Issue[],
  root: unknown,
  guide: FormGuide = configGuide,
): readonly Finding[] => issues.flatMap((issue) => describeIssue(issue, [], root, guide));

const describeIssue = (issue: Issue, base: KeyPath, root: unknown, guide: FormGuide): readonly Finding[] => {
  const path: KeyPath = [...base, ...(issue.path as readonly PathSegment[])];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key, guide));
    case "invalid_key":
      return [illegalName(path, String(path.at(-1)), issue.issues[0]?.message, "key")];
    case "invalid_format":
      return [illegalName(path, String(valueAt(root, path)), issue.message)];
    case "invalid_union": {
      const meant = meantAlternative(issue);
      return meant
        ? meant.flatMap((inner) => describeIssue(inner, path, root, guide))
        : [describeWrongValue(path, root, guide.schema)];
    }
    default:
      return [describeWrongValue(path, root, guide.schema)];
  }
};

/** The alternative of a union whose own type fits: its issues lie inside, not at its root. */
const meantAlternative = (issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined =>
  issue.errors.find((errors) => errors.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys"));

const unknownKey = (path: KeyPath, key: string, { schema, misplacedKeys }: FormGuide): Finding => {
  const legal = legalKeysAt(path, schema);
  const near = nearestName(key, legal);
  const elsewhere = misplacedKeys.get(key);
  const fix = near
    ? `did you mean ${near}?`
    : (elsewhere ?? `remove it, or use one of ${[...legal].sort().join(", ")}`);
  return { code: "unknown-key", path: [...path, key], at: "key", message: `there is no key ${shown(key)} here`, fix };
};

const illegalName = (path: KeyPath, found: string, rule = "AWS would refuse it", at?: "key"): Finding => ({
  code: "illegal-name",
  path,
  ...(at && { at }),
  message: `${shown(found)} is not a legal name: ${rule}`,
  fix: legalVersionOf(found, rule),
});

const legalVersionOf = (found: string, rule: string): string => {
  const fromArn = /^arn:.*[/:]([A-Za-z0-9_-]+)$/.exec(found)?.[1];
  if (fromArn) return `write ${shown(fromArn)}`;
  const fromPath = /^\/?hostedzone\/(Z[A-Z0-9]+)$/.exec(found)?.[1];
  if (fromPath) return `write ${shown(fromPath)}`;
  const lower = found.toLowerCase();
  if (rule.includes("lower-case") && lower !== found && /^[a-z0-9-]+$/.test(lower)) return `write ${shown(lower)}`;
  return "choose another name within this rule";
};

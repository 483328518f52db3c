import type { KeyPath } from "./problems.ts";

/** A form with the place where it stands. */
export type Placed<Form> = { readonly path: KeyPath; readonly form: Form };

/** The forms under a key that takes one or a list of them. */
export const oneOrMore = <Form extends object>(
  path: KeyPath,
  value: Form | readonly Form[],
): readonly Placed<Form>[] =>
  isList(value) ? value.map((form, index) => ({ path: [...path, index], form })) : [{ path, form: value }];

const isList = <Form extends object>(value: Form | readonly Form[]): value is readonly Form[] => Array.isArray(value);

import type { RecordSet } from "./record-set.ts";

/** What Route 53 tells sets apart by: two sets of one name and type differ in their set identifier. */
export const setKeyOf = ({ name, type, setIdentifier }: Pick<RecordSet, "name" | "type" | "setIdentifier">): string =>
  `${name} ${type} ${setIdentifier ?? ""}`;

/** The sets of one name and type: they share a routing policy, and change it together. */
export const groupKeyOf = ({ name, type }: Pick<RecordSet, "name" | "type">): string => `${name} ${type}`;

import type { RecordChange } from "../records-action.ts";
import type { RecordSet } from "./record-set.ts";

/** What is done about one set of ours and its ownership record: never split over two change batches. */
export type SetStep = {
  readonly kind: "create" | "update" | "remove";
  readonly key: string;
  readonly group: string;
  readonly service: string;
  /** As it was read; `null`: it is not there. */
  readonly before: RecordSet | null;
  /** As it shall be; `null`: it goes. */
  readonly after: RecordSet | null;
  /** In the order of writing; the set's own before its ownership record's. Never empty. */
  readonly changes: readonly RecordChange[];
  /** The routing policy of its name and type changes: all of them change in one batch. */
  readonly isSwitch: boolean;
};

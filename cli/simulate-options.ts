/** Of `headgate simulate`. */
export type SimulateOptions = {
  readonly controller: readonly string[];
  readonly all?: boolean;
  readonly trace?: string;
  readonly scale?: number;
  readonly seed?: number;
  readonly sweep?: boolean;
  readonly report?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly list?: boolean;
};

/** What an audit of ports says. `limit`: tasks don't start because of it; `risk`: some time; `note`: good to know. */
export type PortFinding = {
  readonly code: PortFindingCode;
  readonly severity: "limit" | "risk" | "note";
  /** Sorted; two in a conflict. */
  readonly services: readonly string[];
  readonly cluster: string | null;
  readonly message: string;
  readonly fixes: readonly PortFix[];
};

export type PortFindingCode =
  | "one-task-per-instance"
  | "host-mode"
  | "rollout-needs-instance"
  | "port-conflict"
  | "port-twice-in-task"
  | "agent-port"
  | "ephemeral-port"
  | "open-dynamic-range"
  | "own-interface";

export type PortFix =
  /** Set this key of the task definition to this value. */
  | { readonly kind: "set"; readonly service: string; readonly path: string; readonly value: number | string }
  /** Run this once. What is in capitals is the user's to fill in. */
  | { readonly kind: "run"; readonly command: string }
  | { readonly kind: "do"; readonly text: string };

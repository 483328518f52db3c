/** Why a run isn't started or doesn't go on: a stable code, its numbers, what to do. */
export type Refusal = {
  readonly code: string;
  /** The parameter that is wrong; absent: none is. */
  readonly field?: string;
  /** What is the matter, with names and numbers. */
  readonly message: string;
  readonly numbers: Readonly<Record<string, number>>;
  readonly remedy: string;
  /** Something could not be read just now: a run that has begun looks again before it gives up. */
  readonly mayPass?: true;
};

/** What is the matter, and what to do, in two sentences. */
export const describeRefusal = ({ message, remedy }: Refusal): string =>
  `${message}${/[.!?]$/.test(message) ? "" : "."} ${remedy}`;

export type RefusalTable = Readonly<
  Record<string, { readonly means: string; readonly remedy: string; readonly mayPass?: true }>
>;

/** Refusals that every runbook may give. Closed and stable, as all codes. */
export const commonRefusals = {
  "bad-input": {
    means: "The request itself, or a parameter, is not what the runbook takes. Nothing was called.",
    remedy: "Correct the named field. `npx headgate run NAME --help` shows all of them.",
  },
  "unknown-runbook": {
    means: "There is no runbook of this name.",
    remedy: "`npx headgate run --list` shows all names.",
  },
  "unknown-name": {
    means: "A parameter names a service, database or other thing that headgate.yml doesn't have.",
    remedy: "Use a name of headgate.yml; the nearest one is in the message.",
  },
  "not-allowed": {
    means: "The runbook changes the account, and headgate.yml doesn't allow it, so the role has no right to it either.",
    remedy: "Add it to runbooks.allow in headgate.yml and deploy.",
  },
  "run-not-found": {
    means: "No run has this id, or its history has expired.",
    remedy: "`npx headgate history` lists the runs that are known.",
  },
  "run-over": {
    means: "The run has ended, so it can't be approved or aborted any more.",
    remedy: "Start a new run.",
  },
  "request-reused": {
    means: "The request id was used before, for another runbook or other parameters.",
    remedy: "Give each request an id of its own; the same id again is only for the same request.",
  },
  "proof-needed": {
    means: "A risky runbook needs to know who asks and who approves.",
    remedy:
      "Use `npx headgate run`, which signs the request with your credentials, or the Systems Manager document, which asks for the approval itself.",
  },
  "proof-refused": {
    means: "The proof of identity is expired, for another request, of another account, or AWS does not confirm it.",
    remedy: "Run the command again; a proof is good for a quarter of an hour. Check the machine's clock.",
  },
  "same-person": {
    means: "The person who approves is the one who asks.",
    remedy: "Ask somebody else to run `npx headgate run --approve ID`.",
  },
  "approval-not-needed": {
    means: "The run waits for no approval.",
    remedy: "Nothing to do; `npx headgate run --status ID` shows where it is.",
  },
  "approval-expired": {
    means: "Nobody has approved in time.",
    remedy: "Start a new run and tell the approver first.",
  },
  "another-run": {
    means: "A run of this runbook on the same thing is under way.",
    remedy: "Wait for it, or abort it.",
  },
  "step-failed": {
    means: "A step has failed ten times in a row. What was done so far is in the history.",
    remedy: "Mend the cause named in the message and start a new run.",
  },
} as const satisfies RefusalTable;

export type CommonRefusal = keyof typeof commonRefusals;

/** @param message what is the matter, with names */
export const refuseWith = (
  table: RefusalTable,
  code: string,
  message: string,
  numbers: Readonly<Record<string, number>> = {},
  field?: string,
): Refusal => {
  const entry = table[code];
  if (entry === undefined) throw new Error(`no refusal ${code} in the table`);
  const { remedy, mayPass } = entry;
  return {
    code,
    ...(field === undefined ? {} : { field }),
    message,
    numbers,
    remedy,
    ...(mayPass === undefined ? {} : { mayPass }),
  };
};

export const refuse = (
  code: CommonRefusal,
  message: string,
  field?: string,
  numbers: Readonly<Record<string, number>> = {},
): Refusal => refuseWith(commonRefusals, code, message, numbers, field);

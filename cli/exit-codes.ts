/** What a script sees. Documented in each command's help. */
export const EXIT = {
  ok: 0,
  /** Refused or failed: a configuration with problems, a rehearsal that broke. */
  failed: 1,
  /** The command line itself, or a file that can't be read. */
  usage: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

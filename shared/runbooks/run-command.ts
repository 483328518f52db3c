/**
 * The command that a person can type to run a runbook.
 *
 * @param params texts, numbers and flags; what is undefined or false is left out
 * @returns `npx headgate run resume --service order --confirm`
 */
export const runCommand = (
  runbook: string,
  params: Readonly<Record<string, string | number | boolean | undefined>>,
): string => {
  const options = Object.entries(params).flatMap(([name, value]) =>
    value === undefined || value === false ? [] : [value === true ? `--${name}` : `--${name} ${value}`],
  );
  return ["npx headgate run", runbook, ...options, "--confirm"].join(" ");
};

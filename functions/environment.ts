/**
 * Reads the named environment variables of a function.
 *
 * @throws Error once, at load, with every missing name
 */
export const readEnvironment = <Name extends string>(names: readonly Name[]): Readonly<Record<Name, string>> => {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw new Error(
      `missing environment variable ${missing.join(", ")}: serverless.yml sets it from the stack's resources`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Name, string>;
};

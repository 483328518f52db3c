import * as z from "zod/mini";

/** What a name in a parameter is a name of; it is looked up in headgate.yml before anything is called. */
export type NameOf = "service" | "database" | "domain" | "destination" | "nginx-fleet";

/** One parameter of a runbook. */
export type Parameter<T> = {
  readonly schema: z.ZodMiniType<T>;
  /** One or two sentences with the unit and the default. */
  readonly about: string;
  readonly names?: NameOf;
};

export type Parameters<P> = { readonly [K in keyof P]-?: Parameter<P[K]> };

/** @see shared/config/schema-key.ts: what headgate.yml takes as a name */
const name = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/, "a name of headgate.yml"));

export const serviceName = (about: string): Parameter<string> => ({ schema: name, about, names: "service" });
export const databaseName = (about: string): Parameter<string> => ({ schema: name, about, names: "database" });

export const optional = <T>({ schema, ...rest }: Parameter<T>): Parameter<T | undefined> => ({
  ...rest,
  schema: z.optional(schema),
});

export const named = (names: NameOf, about: string): Parameter<string> => ({
  schema: names === "destination" ? text(about).schema : name,
  about,
  names,
});

export const whole = (minimum: number, maximum: number, about: string): Parameter<number> => ({
  schema: z
    .int(`a whole number from ${minimum} to ${maximum}`)
    .check(
      z.gte(minimum, `a whole number from ${minimum} to ${maximum}`),
      z.lte(maximum, `a whole number from ${minimum} to ${maximum}`),
    ),
  about,
});

/** Left out it is false. */
export const flag = (about: string): Parameter<boolean | undefined> => ({ schema: z.optional(z.boolean()), about });

export const choice = <const T extends readonly [string, ...string[]]>(
  values: T,
  about: string,
): Parameter<T[number]> => ({
  schema: z.enum(values, `one of ${values.join(", ")}`) as z.ZodMiniType<T[number]>,
  about,
});

/** Printable, of one line, and short. */
export const text = (about: string, mostCharacters = 1_000): Parameter<string> => ({
  schema: z
    .string()
    .check(
      z.minLength(1, "not empty"),
      z.maxLength(mostCharacters, `at most ${mostCharacters} characters`),
      z.regex(/^[^\p{Cc}\p{Cs}]*$/u, "without control characters"),
    ),
  about,
});

/** "90s", "30m", "8h", "2d". */
export const duration = (about: string): Parameter<string> => ({
  schema: z.string().check(z.regex(/^[1-9]\d{0,5}[smhd]$/, "a number and s, m, h or d, such as 90m")),
  about,
});

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** @param written as `duration` takes it @returns whole seconds, >= 1 */
export const secondsOf = (written: string): number =>
  Number(written.slice(0, -1)) * (unitSeconds[written.at(-1)!] ?? 1);

export const strings = (about: string, most: number): Parameter<readonly string[]> => ({
  schema: z.array(text(about).schema).check(z.maxLength(most, `at most ${most}`)) as z.ZodMiniType<readonly string[]>,
  about,
});

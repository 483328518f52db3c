/** What only a person knows. The answer is given back under the id. */
export type Question =
  | {
      readonly kind: "database";
      readonly id: string;
      readonly message: string;
      readonly choices: readonly Choice[];
      /** The guess: the value of one of the choices. */
      readonly initial: string;
    }
  | {
      readonly kind: "pool-size";
      readonly id: string;
      readonly message: string;
      /** The guess. */
      readonly initial: number;
    };

export type Choice = { readonly value: string; readonly label: string };

/** By question id; what is not answered is guessed. */
export type Answers = Readonly<Record<string, string>>;

/** The choice "it uses none of them". */
export const noDatabase = "none";

export const databaseQuestionId = (service: string): string => `database/${service}`;

export const poolSizeQuestionId = (service: string, end: string): string => `pool-size/${service}/${end}`;

/** Past this it is a mistake, as in headgate.yml. */
export const mostPoolSize = 10_000;

/** @returns `null` for what is no pool size */
export const parsePoolSize = (text: string): number | null => {
  const size = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : Number.NaN;
  return size >= 1 && size <= mostPoolSize ? size : null;
};

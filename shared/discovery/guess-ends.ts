import type { FoundContainer, FoundDefinition } from "./account-readings.ts";
import type { DatabaseEnd } from "./database-ends.ts";
import { type Connection, findConnections, isConnectionString, namesDatabase } from "./find-connections.ts";
import { type Guess, guess, likely, read } from "./guess.ts";
import { type Answers, databaseQuestionId, noDatabase, type Question } from "./questions.ts";

/** One pool to be: a container, and where its connections end. */
export type PoolPlace = {
  readonly container: FoundContainer;
  readonly end: DatabaseEnd;
  readonly because: Guess<string>;
  /** `null`: it isn't in the definition where it connects to. */
  readonly connection: Connection | null;
};

export type EndsGuess = {
  readonly places: readonly PoolPlace[];
  readonly question: Question | null;
  readonly remarks: readonly string[];
};

/** Which databases a service connects to, and what is not to be seen of it. */
export const guessEnds = (
  service: { readonly key: string; readonly definition: FoundDefinition | null },
  ends: readonly DatabaseEnd[],
  foreignHosts: ReadonlyMap<string, string>,
  answers: Answers,
): EndsGuess => {
  const { definition, key } = service;
  if (definition === null)
    return {
      places: [],
      question: null,
      remarks: ["Its task definition could not be read, so its pools are not known."],
    };
  const remarks = [...foreign(definition, foreignHosts), ...unknownStrings(definition, ends, foreignHosts)];
  const places = definition.containers.flatMap((container) =>
    findConnections(container, ends).map((connection): PoolPlace => {
      const { end, variable, what } = connection;
      return { container, end, because: read(end.name, `${variable} of ${container.name} is ${what}`), connection };
    }),
  );
  if (places.length > 0) return { places, question: null, remarks };
  const hidden = hiddenPlace(definition);
  if (hidden === null || ends.length === 0) return { places, question: null, remarks };
  const { container, why } = hidden;
  const said = answers[databaseQuestionId(key)];
  const first = hiddenEnd(key, definition, ends);
  const chosen = said === undefined ? first?.value : said;
  const end = ends.find(({ name }) => name === chosen);
  const question: Question = {
    kind: "database",
    id: databaseQuestionId(key),
    message: `Which database does ${key} use? ${why}`,
    choices: [
      ...ends.map(({ name, proxy, engine }) => ({
        value: name,
        label: `${name} (${proxy === null ? engine : "proxy"})`,
      })),
      { value: noDatabase, label: "none of them" },
    ],
    initial: first?.value ?? noDatabase,
  };
  if (end === undefined) {
    const open = said === undefined ? [`${why} No database is guessed: add its pool.`] : [];
    return { places: [], question, remarks: [...remarks, ...open] };
  }
  const because = said === undefined ? first! : likely(end.name, "your answer");
  return { places: [{ container, end, because, connection: null }], question, remarks };
};

/** Where a connection seems to be that can't be seen, and why it can't. */
const hiddenPlace = (
  definition: FoundDefinition,
): { readonly container: FoundContainer; readonly why: string } | null => {
  const servers = definition.containers.filter(({ runsOnce }) => !runsOnce);
  for (const container of servers) {
    const secret = container.secrets.find(({ name }) => namesDatabase(name));
    if (secret !== undefined) return { container, why: `${secret.name} comes from a secret, which is not read.` };
  }
  for (const container of servers) {
    const variable = container.variables.find(
      ({ name, value }) => isConnectionString(value) || /(?:^|_)(?:DB|DATABASE|PG|POSTGRES|MYSQL)_?HOST$/i.test(name),
    );
    if (variable !== undefined)
      return { container, why: `${variable.name} names no endpoint of this account and region.` };
  }
  const withFile = servers.find(({ hasEnvironmentFiles }) => hasEnvironmentFiles);
  return withFile === undefined
    ? null
    : { container: withFile, why: "Its variables come from a file in S3, which is not read." };
};

/** By the secret that RDS itself keeps, else by a name in common, else the only one there is. */
const hiddenEnd = (key: string, definition: FoundDefinition, ends: readonly DatabaseEnd[]): Guess<string> | null => {
  const secrets = definition.containers.flatMap((container) => container.secrets);
  for (const { name, from } of secrets) {
    const owner = ends.find(({ secretArn }) => secretArn !== null && from.startsWith(secretArn));
    if (owner !== undefined) return likely(owner.name, `${name} is the secret that RDS keeps of it`);
  }
  const [only, ...others] = ends;
  if (only !== undefined && others.length === 0)
    return guess(only.name, "the only database of this account and region");
  const words = wordsOf([key, ...secrets.filter(({ name }) => namesDatabase(name)).map(({ from }) => from)].join(" "));
  const alike = ends.filter(({ name }) => [...wordsOf(name)].some((word) => words.has(word)));
  return alike.length === 1
    ? guess(alike[0]!.name, "a word that its name and the service's or the secret's have in common")
    : null;
};

/** Words that every name may have say nothing. */
const common = new Set([
  "arn",
  "aws",
  "secretsmanager",
  "secret",
  "prod",
  "production",
  "stage",
  "staging",
  "dev",
  "test",
  "service",
  "instance",
  "cluster",
  "writer",
  "reader",
  "proxy",
  "database",
  "parameter",
  "postgres",
  "mysql",
  "password",
  "main",
]);

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word.length >= 4 && !common.has(word))
      .map((word) => word.replace(/s$/, "")),
  );

const foreign = (definition: FoundDefinition, foreignHosts: ReadonlyMap<string, string>): readonly string[] =>
  definition.containers.flatMap(({ variables }) =>
    variables.flatMap(({ name, value }) => {
      const engine = [...foreignHosts].find(([host]) => value.toLowerCase().includes(host))?.[1];
      return engine === undefined
        ? []
        : [`${name} leads to a database with the engine ${engine}, which Headgate has no rules for.`];
    }),
  );

const unknownStrings = (
  definition: FoundDefinition,
  ends: readonly DatabaseEnd[],
  foreignHosts: ReadonlyMap<string, string>,
): readonly string[] =>
  definition.containers.flatMap((container) => {
    const found = findConnections(container, ends);
    return container.variables
      .filter(({ name, value }) => isConnectionString(value) && !found.some(({ variable }) => variable === name))
      .filter(
        ({ value }) => found.length > 0 && ![...foreignHosts.keys()].some((host) => value.toLowerCase().includes(host)),
      )
      .filter(({ value }) => findConnections({ variables: [{ name: "", value }] }, ends).length === 0)
      .map(({ name }) => `${name} is a connection string to no endpoint of this account and region.`);
  });

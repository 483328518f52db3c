import type { Engine } from "../config/database-config.ts";
import type { PoolLibraryName } from "../config/pool-libraries.ts";
import type { FoundContainer } from "./account-readings.ts";
import type { Connection } from "./find-connections.ts";
import { type Guess, guess, likely } from "./guess.ts";

/** A sign of a library: in the connection string, the name of a variable, or the image and command. */
type Sign = {
  readonly library: PoolLibraryName;
  readonly engines?: readonly Engine[];
  readonly value?: RegExp;
  readonly variable?: RegExp;
  readonly program?: RegExp;
  readonly certainty: "likely" | "guess";
};

const mysqls: readonly Engine[] = ["mysql", "mariadb"];

/** The first that is met counts: what names the library comes before what names its language. */
const signs: readonly Sign[] = [
  { library: "sqlalchemy", variable: /^SQLALCHEMY_/i, certainty: "likely" },
  { library: "sqlalchemy", value: /^(?:postgresql|mysql|mariadb)\+\w+:\/\//i, certainty: "likely" },
  { library: "hikaricp", variable: /^(?:SPRING_DATASOURCE_)?HIKARI|^SPRING_DATASOURCE_HIKARI/i, certainty: "likely" },
  { library: "hikaricp", value: /^jdbc:/i, certainty: "likely" },
  { library: "sequelize", variable: /^SEQUELIZE_/i, certainty: "likely" },
  { library: "pgxpool", value: /[?&]pool_(?:max|min)_conns=/i, certainty: "likely" },
  { library: "asyncpg", value: /^asyncpg:\/\//i, certainty: "likely" },
  { library: "rails", variable: /^RAILS_(?:ENV|MASTER_KEY|MAX_THREADS)$/i, certainty: "likely" },
  { library: "rails", value: /^mysql2:\/\//i, certainty: "likely" },
  { library: "npgsql", engines: ["postgres"], value: /(?:^|;)\s*(?:host|server)\s*=.*;/i, certainty: "likely" },
  { library: "npgsql", engines: ["postgres"], variable: /^(?:ASPNETCORE_|DOTNET_)/i, certainty: "guess" },
  {
    library: "hikaricp",
    variable: /^(?:SPRING_|JAVA_OPTS$|JAVA_TOOL_OPTIONS$|JDK_JAVA_OPTIONS$)/i,
    certainty: "guess",
  },
  { library: "hikaricp", program: /(?:^|[\s/])java(?:\s|$)|\.jar\b/, certainty: "guess" },
  { library: "node-postgres", engines: ["postgres"], variable: /^NODE_(?:ENV|OPTIONS)$/i, certainty: "guess" },
  { library: "mysql2", engines: mysqls, variable: /^NODE_(?:ENV|OPTIONS)$/i, certainty: "guess" },
  { library: "node-postgres", engines: ["postgres"], program: /(?:^|[\s/])node(?:\s|$)/, certainty: "guess" },
  { library: "mysql2", engines: mysqls, program: /(?:^|[\s/])node(?:\s|$)/, certainty: "guess" },
];

/** Which pool library a container seems to use. @returns `null` where nothing hints at one of those with known defaults */
export const guessLibrary = (
  { variables, command, image }: Pick<FoundContainer, "variables" | "command" | "image">,
  connection: Connection | null,
  engine: Engine,
): Guess<PoolLibraryName> | null => {
  const program = command.join(" ");
  for (const sign of signs) {
    if (sign.engines !== undefined && !sign.engines.includes(engine)) continue;
    const say = sign.certainty === "likely" ? likely : guess;
    if (sign.value !== undefined && connection !== null && sign.value.test(connection.value.trim()))
      return say(sign.library, `the form of ${connection.variable}`);
    const named = sign.variable === undefined ? undefined : variables.find(({ name }) => sign.variable?.test(name));
    if (named !== undefined) return say(sign.library, `${named.name} is set`);
    if (sign.program?.test(program)) return say(sign.library, "the container's command");
    if (sign.program?.test(image.replace(/[:@].*$/, "").replaceAll("/", " ")))
      return say(sign.library, "the container's image");
  }
  return null;
};

import { compareText } from "../config/by-name.ts";
import { POOL_LIBRARIES } from "../config/pool-libraries.ts";
import type { DraftPool } from "./draft.ts";
import { type Guess, guess, likely } from "./guess.ts";
import type { PoolPlace } from "./guess-ends.ts";
import { guessLibrary } from "./guess-library.ts";
import { saidPoolSize } from "./guess-pool-size.ts";
import { saidProcesses } from "./guess-processes.ts";
import { type Answers, parsePoolSize, poolSizeQuestionId, type Question } from "./questions.ts";

/** What most libraries open where nobody configured one. */
const usualSize = 10;

export type PoolsGuess = { readonly pools: readonly DraftPool[]; readonly questions: readonly Question[] };

/**
 * The pools of one task: one per container and database. A container that only runs before the others is no pool but
 * connections on top of one.
 */
export const guessPools = (key: string, places: readonly PoolPlace[], answers: Answers): PoolsGuess => {
  const servers = places.filter(({ container }) => !container.runsOnce);
  const starters = places.filter(({ container }) => container.runsOnce);
  const questions: Question[] = [];
  const seen = new Map<string, number>();
  const pools = servers.map((place): DraftPool => {
    const before = seen.get(place.end.name) ?? 0;
    seen.set(place.end.name, before + 1);
    const ownStarters = before > 0 ? [] : starters.filter(({ end }) => end.name === place.end.name);
    const { pool, question } = poolOf(key, place, ownStarters, before, answers);
    if (question !== null) questions.push(question);
    return pool;
  });
  const alone = starters.filter(({ end }) => !seen.has(end.name));
  return { pools: [...pools, ...alone.map(starterPool)].sort((a, b) => compareText(a.end, b.end)), questions };
};

const poolOf = (
  key: string,
  place: PoolPlace,
  starters: readonly PoolPlace[],
  before: number,
  answers: Answers,
): { readonly pool: DraftPool; readonly question: Question | null } => {
  const { container, end, because, connection } = place;
  const library = guessLibrary(container, connection, end.engine);
  const said = saidPoolSize(container, connection);
  const processes = saidProcesses(container);
  const id = poolSizeQuestionId(key, before === 0 ? end.name : `${end.name}/${container.name}`);
  const initial = library === null ? usualSize : POOL_LIBRARIES[library.value].size;
  const message = `How many connections does a pool of ${key} (container ${container.name}) to ${end.name} open at most, per process?`;
  const question: Question | null = said === null ? { kind: "pool-size", id, message, initial } : null;
  const answered = question === null ? null : parsePoolSize(answers[id] ?? "");
  // A library's own default needs no figure of its own: `library` fills it.
  const isDefault = library !== null && (answered === null || answered === initial);
  const size: Guess<number> | null =
    said !== null
      ? said.size
      : isDefault
        ? null
        : answered !== null
          ? likely(answered, "your answer")
          : guess(usualSize, "nothing says it; most libraries open 10");
  const extras =
    starters.length === 0
      ? null
      : likely(
          starters.length,
          `${starters.map((starter) => starter.container.name).join(", ")} connects before the others start`,
        );
  return {
    question,
    pool: {
      end: end.name,
      because,
      library,
      size,
      processes: processes?.processes ?? null,
      extras,
      sizeVariable:
        said === null || said.variable === null ? null : likely(said.variable, "headgate preflight reads it again"),
      processesVariable:
        processes === null || processes.variable === null
          ? null
          : likely(processes.variable, "headgate preflight reads it again"),
    },
  };
};

const starterPool = ({ end, because, container }: PoolPlace): DraftPool => ({
  end: end.name,
  because,
  library: null,
  size: guess(1, `${container.name} runs once, before the others`),
  processes: null,
  extras: null,
  sizeVariable: null,
  processesVariable: null,
});

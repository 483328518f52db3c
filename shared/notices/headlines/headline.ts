import type { Notice } from "../notice.ts";

/** What a headline is written from. */
export type HeadlineFacts = {
  /** The service, or else the database, or else the domain or destination. */
  readonly about: string;
  readonly service: string | null;
  /** The database, or else the domain: of a code that is always about a database. */
  readonly database: string;
  readonly domain: string;
  /** The signal, schedule or part that some codes name alone; elsewhere a sentence. */
  readonly detail: string;
  readonly has: (name: string) => boolean;
  /** As it is written; "?" where the finding has no such number. */
  readonly number: (name: string) => string;
};

/** What happened, in one line without a full stop; reads the same after "Still: " and "Cleared: ". */
export type Headline = (facts: HeadlineFacts) => string;

export const factsOf = ({ service, database, domain, finding }: Notice): HeadlineFacts => ({
  about: service ?? database ?? domain,
  service,
  database: database ?? domain,
  domain,
  detail: finding.detail,
  has: (name) => finding.numbers[name] !== undefined,
  number: (name) => String(finding.numbers[name] ?? "?"),
});

/** A service that was granted less than it asks for, or everybody on a database that may not grow. */
export const stays = (facts: HeadlineFacts, because: string): string => {
  const { service, database, has, number } = facts;
  if (service === null) return `services on ${database} can't grow: ${because}`;
  if (!has("askTasks") || !has("grantedTasks")) return `${service} can't grow: ${because}`;
  return `${service} stays at ${number("grantedTasks")} of ${number("askTasks")} tasks: ${because}`;
};

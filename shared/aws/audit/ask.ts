import type { AuditReading } from "../../checklist/account-reading.ts";
import { unknownBecause } from "../failure.ts";
import { type AccountCall, accountCalls } from "./account-calls.ts";

/**
 * One call, or the pages of one, as a reading: what fails takes nothing else along.
 *
 * @param about for people: what the call is about beside the operation; may be empty
 * @throws never
 */
export const ask = async <T>(call: AccountCall, about: string, run: () => Promise<T>): Promise<AuditReading<T>> => {
  try {
    return { kind: "known", value: await run() };
  } catch (error) {
    const action = accountCalls[call];
    return { ...unknownBecause(`${action} ${about}`.trim(), error), action };
  }
};

/**
 * Everything that a paged operation lists.
 *
 * @param readPage gets the token of the page before
 * @throws what readPage throws
 */
export const allPages = async <Item>(
  readPage: (token: string | undefined) => Promise<{ items: readonly Item[] | undefined; next: string | undefined }>,
): Promise<readonly Item[]> => {
  const all: Item[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await readPage(token);
    all.push(...(items ?? []));
    // A service that answers an empty token has no more.
    token = next === "" ? undefined : next;
  } while (token !== undefined);
  return all;
};

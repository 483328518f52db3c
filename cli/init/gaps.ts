import { nameAndMessage } from "../../shared/aws/failure.ts";
import type { Gap } from "../../shared/discovery/account-readings.ts";

/** What could not be read, in the order it was met; the same call refused many times is one gap. */
export class Gaps {
  readonly #gaps = new Map<string, Gap>();

  get list(): readonly Gap[] {
    return [...this.#gaps.values()];
  }

  /**
   * @param action as IAM writes it
   * @param about for people: "the cluster shop"
   */
  note(action: string, about: string, error: unknown): void {
    const { name, message } = nameAndMessage(error);
    const because = isDenied(name) ? "denied" : "failed";
    // A right is missing for all or for none, as a rule: one line says it.
    const id = because === "denied" ? action : `${action} ${about}`;
    if (this.#gaps.has(id)) return;
    this.#gaps.set(id, { action, about, because, detail: `${name}: ${message}` });
  }
}

/** Services of the query protocol say AccessDenied, EC2 UnauthorizedOperation, IAM's newer ones AuthorizationError. */
export const isDenied = (name: string): boolean =>
  /AccessDenied|Unauthorized|NotAuthorized|AuthorizationError/.test(name);

export type Page<Item> = { readonly items: readonly Item[]; readonly next: string | undefined };

/**
 * All pages of a listing.
 *
 * @returns what was read until the first failure, which is noted
 * @throws never
 */
export const everyPage = async <Item>(
  gaps: Gaps,
  action: string,
  about: string,
  readPage: (next: string | undefined) => Promise<Page<Item>>,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let next: string | undefined;
  try {
    do {
      const page = await readPage(next);
      items.push(...page.items);
      next = page.next === "" ? undefined : page.next;
    } while (next !== undefined);
  } catch (error) {
    gaps.note(action, about, error);
  }
  return items;
};

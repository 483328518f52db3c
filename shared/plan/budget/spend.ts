/** What tasks take of a room; of it, what may be paid from other rooms first. */
export type Payable = {
  readonly room: string;
  readonly unitsPerTask: number;
  readonly prepaid?: readonly { readonly room: string; readonly unitsPerTask: number }[];
};

export type NoRoom =
  | { readonly kind: "closed"; readonly by: string }
  | { readonly kind: "no-room"; readonly by: string; readonly freeUnits: number; readonly priceUnits: number };

/**
 * Adds the price of some more tasks to what is spent, in every room that they need or up to the first that refuses.
 *
 * What a room has prepaid goes first. A room in the red lets nobody grow, even where nothing would be taken from it. A
 * closed room is named before one that is full: room made elsewhere would not help, and what closes it has to be mended.
 *
 * @param addedTasks what the commitment grows by, whole tasks, >= 0
 * @param left free units by room; `null`: closed
 * @param spent of them so far, by room; added to, and of no use once a room has refused
 * @returns `null` when every room has it, otherwise the first that is closed, or else the first that has not
 * @throws never
 */
export const spend = (
  prices: readonly Payable[],
  addedTasks: number,
  left: ReadonlyMap<string, number | null>,
  spent: Map<string, number>,
): NoRoom | null => {
  for (const { room } of prices) if ((left.get(room) ?? null) === null) return { kind: "closed", by: room };
  for (const { room, unitsPerTask, prepaid } of prices) {
    const freeUnits = (left.get(room) ?? 0) - (spent.get(room) ?? 0);
    let priceUnits = addedTasks * unitsPerTask;
    for (const other of prepaid ?? []) {
      const there = Math.max(0, (left.get(other.room) ?? 0) - (spent.get(other.room) ?? 0));
      const units = Math.min(there, addedTasks * other.unitsPerTask);
      spent.set(other.room, (spent.get(other.room) ?? 0) + units);
      priceUnits -= units;
    }
    if (freeUnits < priceUnits || freeUnits < 0) return { kind: "no-room", by: room, freeUnits, priceUnits };
    spent.set(room, (spent.get(room) ?? 0) + priceUnits);
  }
  return null;
};

/** Takes what is spent out of what is left. */
export const settle = (left: Map<string, number | null>, spent: ReadonlyMap<string, number>): void => {
  for (const [room, units] of spent) left.set(room, (left.get(room) ?? 0) - units);
};

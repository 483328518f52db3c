import type { Dice } from "../dice.ts";
import { hostileKeys, hostileText, hostileValue, withKey } from "./hostile.ts";

/** Where a value stands: in a map or a list. */
type Slot = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string | number };

const isHolder = (value: unknown): value is Record<string, unknown> | unknown[] =>
  typeof value === "object" && value !== null;

/**
 * Changes a JSON value in a few places: types, numbers, names, what is there and what isn't.
 *
 * @param value changed in place; a copy of a seed
 * @param changes how many, >= 1
 * @returns the value, which is another one where its root was replaced
 */
export const mutateTree = (dice: Dice, value: unknown, changes: number): unknown => {
  const root = { root: value };
  for (let change = 0; change < changes; change += 1) {
    const slots = slotsOf(root);
    const isInside = slots.length > 1 && dice.chance(0.97);
    const slot = isInside ? slots[1 + dice.below(slots.length - 1)]! : slots[0]!;
    dice.pick(isInside ? changesOfPlace : changesOfRoot)(dice, slot, slots);
  }
  return root.root;
};

const mostSlots = 4_000;

const slotsOf = (holder: Slot["holder"], found: Slot[] = []): readonly Slot[] => {
  for (const key of Array.isArray(holder) ? holder.keys() : Object.keys(holder)) {
    if (found.length === mostSlots) break;
    found.push({ holder, key });
    const child = get({ holder, key });
    if (isHolder(child)) slotsOf(child, found);
  }
  return found;
};

const get = ({ holder, key }: Slot): unknown => (holder as Record<string, unknown>)[key as string];

const set = ({ holder, key }: Slot, value: unknown): void => {
  if (Array.isArray(holder)) holder[key as number] = value;
  else withKey(holder, key as string, value);
};

const remove = ({ holder, key }: Slot): void => {
  if (Array.isArray(holder)) holder.splice(key as number, 1);
  else delete holder[key as string];
};

type Change = (dice: Dice, slot: Slot, slots: readonly Slot[]) => void;

const replace =
  (changed: (dice: Dice, value: unknown) => unknown): Change =>
  (dice, slot) =>
    set(slot, changed(dice, get(slot)));

/** What can be done to a place, the likelier ones more than once. */
const changesOfPlace: readonly Change[] = [
  replace((dice) => hostileValue(dice)),
  replace((dice, value) => retyped(dice, value)),
  replace((dice, value) => nudged(dice, value)),
  replace((dice, value) => nudged(dice, value)),
  replace((dice, value) => nested(dice, value)),
  replace((dice, value) => (Array.isArray(value) ? multiplied(dice, value) : nudged(dice, value))),
  replace((dice, value) => (isHolder(value) && !Array.isArray(value) ? reordered(dice, value) : nudged(dice, value))),
  (_dice, slot) => remove(slot),
  (dice, slot) => rename(dice, slot),
  (dice, slot, slots) => addKey(dice, slot, slots),
  (dice, slot, slots) => {
    const other = get(dice.pick(slots));
    // A value inside itself would have no end.
    set(slot, isHolder(other) ? structuredClone(other) : other);
  },
];

/** The root can only become another value. */
const changesOfRoot = changesOfPlace.slice(0, 7);

const retyped = (dice: Dice, value: unknown): unknown => {
  const kinds = [
    () => String(isHolder(value) ? JSON.stringify(value) : value),
    () => [value],
    () => ({ value }),
    () => (isHolder(value) ? 0 : Number(value)),
    () => (Array.isArray(value) ? { ...value } : isHolder(value) ? Object.entries(value) : Boolean(value)),
    () => null,
  ];
  return dice.pick(kinds)();
};

/** Nearly what it was: next to a bound, in another case, one character more. */
const nudged = (dice: Dice, value: unknown): unknown => {
  if (typeof value === "number")
    return dice.pick([
      value + 1,
      value - 1,
      value * 10,
      -value,
      value + 0.5,
      value / 3,
      value * 1e6,
      Math.round(value / 2),
    ]);
  if (typeof value === "boolean") return !value;
  if (typeof value !== "string") return value;
  switch (dice.below(7)) {
    case 0:
      return value + hostileText(dice);
    case 1:
      return hostileText(dice) + value;
    case 2:
      return value.slice(0, -1);
    case 3:
      return dice.chance(0.5) ? value.toUpperCase() : value.toLowerCase();
    case 4:
      return value + value;
    case 5: {
      const at = dice.below(value.length + 1);
      return value.slice(0, at) + hostileText(dice) + value.slice(at + dice.below(3));
    }
    default:
      return value.replace(/\d+/, (digits) => String(Number(digits) + dice.between(-2, 2)));
  }
};

const rename = (dice: Dice, { holder, key }: Slot): void => {
  if (Array.isArray(holder)) {
    holder.reverse();
    return;
  }
  const value = holder[key];
  delete holder[key as string];
  const name = String(key);
  const renamed = dice.pick([
    dice.pick(hostileKeys),
    name.toUpperCase(),
    `${name} `,
    `${name}s`,
    name.slice(1),
    name.charAt(0).toUpperCase() + name.slice(1),
    hostileText(dice),
  ]);
  withKey(holder, renamed, value);
};

const addKey = (dice: Dice, slot: Slot, slots: readonly Slot[]): void => {
  const value = get(slot);
  const holder = isHolder(value) ? value : slot.holder;
  if (Array.isArray(holder)) {
    holder.push(hostileValue(dice));
    return;
  }
  const key = dice.chance(0.5) ? dice.pick(hostileKeys) : String(dice.pick(slots).key);
  withKey(holder, key, dice.chance(0.5) ? hostileValue(dice) : dice.pick(["x", 1, {}]));
};

const multiplied = (dice: Dice, list: unknown[]): unknown[] => {
  if (list.length === 0) return list;
  const times = dice.chance(0.05) ? dice.between(50, 300) : dice.between(1, 4);
  const entries = list.slice(0, 20);
  return [...list, ...Array.from({ length: times }, () => structuredClone(dice.pick(entries)))];
};

/** Everything but one behind that one. */
const reordered = (dice: Dice, map: Record<string, unknown>): object => {
  const keys = Object.keys(map);
  const first = dice.pick([...keys, ""]);
  const ordered = {};
  for (const key of keys.sort((a, b) => Number(b === first) - Number(a === first))) withKey(ordered, key, map[key]);
  return ordered;
};

const nested = (dice: Dice, value: unknown): unknown => {
  const key = dice.pick(hostileKeys);
  let inside = value;
  const levels = dice.chance(0.1) ? dice.between(20, 200) : dice.between(1, 4);
  for (let level = 0; level < levels; level += 1) inside = dice.chance(0.5) ? [inside] : withKey({}, key, inside);
  return inside;
};

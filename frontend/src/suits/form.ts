import { readWish, type Wish, wishName } from './cantrips.ts';
import { isSlot, type Slot } from './slots.ts';
import type { RequestChange, SetRuleRequest, SuitRequest, WishRequest } from './types.ts';

/** What is best is decided by the first of these, then the second, then the third. */
export const GOALS = ['cantrips', 'armor', 'ratings'] as const;
export type Goal = (typeof GOALS)[number];

/** How many pieces of a set the nine body armour slots hold. */
export interface SetRule {
  set: number;
  min: number;
  /** null: any number. */
  max: number | null;
}

export interface Lock {
  item: number;
  /** All that the piece takes there. */
  slots: Slot[];
}

/** Everything that the page's fields say. */
export interface SuitForm {
  wearer: string | null;
  wishes: Wish[];
  primary: SetRule | null;
  secondary: SetRule | null;
  exclusiveSets: boolean;
  locks: Lock[];
  exclude: number[];
  empty: Slot[];
  /** Only these characters' items; null: everybody's. */
  owners: string[] | null;
  without: string[];
  maxOwners: number | null;
  maxReductions: number | null;
  armorFloor: number | null;
  /** Weights of the ratings, by key. */
  ratings: Record<string, number>;
  order: Goal[];
  /** A sum of everything by weight instead of the order; null: the order. */
  weights: { cantrips: number; armor: number } | null;
  /** How many suits, and how many pieces of every better one each must do without. */
  top: number;
  distance: number;
  /** The wearer's arcane lore; null: enough for every piece. */
  arcaneLore: number | null;
  /** What the page does not show, such as a level or a time limit, goes back as it came. */
  others: Partial<SuitRequest>;
}

export const FIRST_FORM: SuitForm = {
  wearer: null,
  wishes: [],
  primary: null,
  secondary: null,
  exclusiveSets: false,
  locks: [],
  exclude: [],
  empty: [],
  owners: null,
  without: [],
  maxOwners: null,
  maxReductions: null,
  armorFloor: null,
  ratings: {},
  order: [...GOALS],
  weights: null,
  top: 10,
  distance: 3,
  arcaneLore: null,
  others: {},
};

/** A wish against so many armour levels, where both are added up. */
export const FIRST_WEIGHTS = { cantrips: 100, armor: 1 };

/** The body of a search that asks what the form says. The same form gives the same body. */
export function requestOf(form: SuitForm): SuitRequest {
  return {
    ...form.others,
    ...(form.wearer !== null && { wearer: form.wearer }),
    ...(form.arcaneLore !== null && { arcane_lore: form.arcaneLore }),
    want: form.wishes.map(wishRequest),
    ...(form.primary !== null && { primary: { ...form.primary } }),
    ...(form.secondary !== null && { secondary: { ...form.secondary } }),
    ...(form.exclusiveSets && hasRule(form) && { exclusive_sets: true }),
    ...(form.locks.length > 0 && {
      lock: form.locks.map(({ item, slots }) => ({ item, slot: slots.join('+') })),
    }),
    ...(form.exclude.length > 0 && { exclude: [...form.exclude] }),
    ...(form.empty.length > 0 && { empty: [...form.empty] }),
    ...(form.owners !== null && { owners: [...form.owners] }),
    ...(form.without.length > 0 && { without: [...form.without] }),
    ...(form.maxOwners !== null && { max_owners: form.maxOwners }),
    ...(form.maxReductions !== null && { max_reductions: form.maxReductions }),
    ...(form.armorFloor !== null && { armor_floor: form.armorFloor }),
    ...(Object.keys(form.ratings).length > 0 && { ratings: { ...form.ratings } }),
    order: form.weights === null ? [...form.order] : 'weighted',
    ...(form.weights !== null && { weights: { ...form.weights } }),
    top: form.top,
    distance: form.distance,
  };
}

/** Whether there is a set that others can be kept out for. */
export function hasRule(form: SuitForm): boolean {
  return form.primary !== null || form.secondary !== null;
}

function wishRequest(wish: Wish): WishRequest {
  return {
    cantrip: wishName(wish),
    ...(wish.must && { must: true }),
    ...(wish.weight !== 1 && { weight: wish.weight }),
  };
}

/** The form that asks a request. What the page cannot show is kept in others. */
export function formOf(request: RequestChange): SuitForm {
  const { wearer, want, primary, secondary, exclusive_sets, lock, exclude, empty, owners, without } = request;
  const { max_owners, max_reductions, armor_floor, ratings, order, weights, top, distance } = request;
  return {
    wearer: wearer ?? null,
    wishes: (want ?? []).flatMap(wishOf),
    primary: ruleOf(primary),
    secondary: ruleOf(secondary),
    exclusiveSets: exclusive_sets ?? false,
    locks: (lock ?? []).flatMap(lockOf),
    exclude: exclude ?? [],
    empty: (empty ?? []).filter(isSlot),
    owners: owners ?? null,
    without: without ?? [],
    maxOwners: max_owners || null,
    maxReductions: max_reductions ?? null,
    armorFloor: armor_floor || null,
    ratings: ratings ?? {},
    order: wholeOrder(Array.isArray(order) ? order : []),
    weights:
      order === 'weighted'
        ? {
            cantrips: weights?.cantrips ?? FIRST_WEIGHTS.cantrips,
            armor: weights?.armor ?? FIRST_WEIGHTS.armor,
          }
        : null,
    top: top || FIRST_FORM.top,
    distance: distance || 1,
    arcaneLore: request.arcane_lore || null,
    others: othersOf(request),
  };
}

function othersOf({ level, slots, time_limit }: RequestChange): Partial<SuitRequest> {
  return {
    ...(level && { level }),
    ...(slots != null && { slots }),
    ...(time_limit != null && { time_limit }),
  };
}

function wishOf(wish: WishRequest | string): Wish[] {
  const read = readWish(typeof wish === 'string' ? wish : wish.cantrip);
  if (read === null) return [];
  return typeof wish === 'string'
    ? [read]
    : [{ ...read, must: wish.must ?? false, weight: wish.weight ?? 1 }];
}

function lockOf({ item, slot }: { item: number; slot: string }): Lock[] {
  const slots = slot.split('+').filter(isSlot);
  return slots.length === 0 ? [] : [{ item, slots }];
}

function ruleOf(rule: SetRuleRequest | null | undefined): SetRule | null {
  return rule == null ? null : { set: rule.set, min: rule.min ?? 0, max: rule.max ?? null };
}

/** The goals that are named, in their order, then the others. */
function wholeOrder(named: readonly string[]): Goal[] {
  const known = named.filter((goal): goal is Goal => (GOALS as readonly string[]).includes(goal));
  return [...new Set([...known, ...GOALS])];
}

/** The form after a relaxation: the request's keys that it names are replaced, those that it sets to null go back. */
export function patched(form: SuitForm, change: RequestChange): SuitForm {
  return formOf({ ...requestOf(form), ...change });
}

/** Whether two forms ask the same. */
export function sameQuestion(a: SuitForm, b: SuitForm): boolean {
  return JSON.stringify(requestOf(a)) === JSON.stringify(requestOf(b));
}

/** What is on a slot: free, a piece that stays, or ordered to stay empty. */
export type SlotOrder = { kind: 'any' } | { kind: 'locked'; item: number } | { kind: 'empty' };

const ANY: SlotOrder = { kind: 'any' };

export function slotOrderOf(form: SuitForm, slot: Slot): SlotOrder {
  const lock = form.locks.find((each) => each.slots.includes(slot));
  if (lock !== undefined) return { kind: 'locked', item: lock.item };
  return form.empty.includes(slot) ? { kind: 'empty' } : ANY;
}

/** The form with a piece that stays in its slots. It can stay in one place only, and is no longer excluded. */
export function withLock(form: SuitForm, item: number, slots: readonly string[]): SuitForm {
  const taken = slots.filter(isSlot);
  const free = (lock: Lock) => lock.item !== item && !lock.slots.some((slot) => taken.includes(slot));
  return {
    ...form,
    locks: [...form.locks.filter(free), { item, slots: taken }],
    exclude: form.exclude.filter((id) => id !== item),
    empty: form.empty.filter((slot) => !taken.includes(slot)),
  };
}

/** The form with a slot that is free again, or is to stay empty: what stayed there goes. */
export function withFreeSlot(form: SuitForm, slot: Slot, empty: boolean): SuitForm {
  const others = form.empty.filter((other) => other !== slot);
  return {
    ...form,
    locks: form.locks.filter((lock) => !lock.slots.includes(slot)),
    empty: empty ? [...others, slot] : others,
  };
}

/** The form with a piece excluded, or let in again. An excluded piece stays nowhere. */
export function withExcluded(form: SuitForm, item: number, excluded: boolean): SuitForm {
  const others = form.exclude.filter((id) => id !== item);
  return {
    ...form,
    locks: excluded ? form.locks.filter((lock) => lock.item !== item) : form.locks,
    exclude: excluded ? [...others, item] : others,
  };
}

/** Whether a character's items may be used; a wearer's own may always. */
export function mayHandOver(form: SuitForm, name: string): boolean {
  return (form.owners === null || form.owners.includes(name)) && !form.without.includes(name);
}

/** The form with a character's items in or out. */
export function withOwner(form: SuitForm, name: string, included: boolean): SuitForm {
  return {
    ...form,
    owners: form.owners === null || !included ? form.owners : [...new Set([...form.owners, name])],
    without: included
      ? form.without.filter((other) => other !== name)
      : [...new Set([...form.without, name])],
  };
}

/** Reads the address of a fresh form: /suits?lock=ROW:SLOT,… puts those pieces in their slots. */
export function formFromAddress(search: { lock?: string | undefined }): SuitForm {
  let form = FIRST_FORM;
  for (const part of search.lock?.split(',') ?? []) {
    const [item = '', slot = ''] = part.split(':');
    if (/^\d+$/.test(item) && isSlot(slot)) form = withLock(form, Number(item), [slot]);
  }
  return form;
}

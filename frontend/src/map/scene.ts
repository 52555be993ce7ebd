import { formatAge, formatCount } from '../live/age.ts';
import type { Place } from '../live/places.ts';
import type { Player } from '../live/player.ts';
import { IDLE_ATTENTION_MS } from '../live/state.ts';
import { type Box, type LabelWish, labelBox, placeLabels, type Side } from './labels.ts';
import type { MapTheme } from './mapTheme.ts';
import { type Insets, toX, toY, type View } from './projection.ts';
import type { Sightings } from './sightings.ts';
import type { Sprite, Sprites, TextPart } from './sprites.ts';

/** One thing that is drawn each frame: a character by its slot, or a place that stands still. */
export interface Item {
  key: string;
  /** -1 for places. */
  slot: number;
  ew: number;
  ns: number;
  sprite: Sprite;
  under: Sprite | null;
  /** Whether the sprite turns with the heading. */
  turns: boolean;
  alpha: number;
  label: Sprite | null;
  /** Where the label's corner is, from the position in pixels. */
  labelX: number;
  labelY: number;
  clear: number;
  /** A town that shows a number for those in it. */
  counts: boolean;
}

/** From this zoom on a town's characters are shown one by one and not as a number. */
export const TOWN_OPENS_AT = 64;
const TOWN_UNITS = 1.5;
const EDGE_PX = 120;
const EDGE_LABEL_PX = 34;
const EDGE_STRIP_PX = 20;
const PRIORITY = {
  selected: 100,
  attention: 90,
  town: 80,
  character: 60,
  outpost: 40,
  landmark: 30,
} as const;
/** Labels from this priority on may lie over other markers. */
const OVER_MARKERS = PRIORITY.attention;

const NO_WISH: LabelWish = { key: '', x: 0, y: 0, width: 0, height: 0, clear: 0, priority: 0 };

export interface SceneInput {
  store: Sightings;
  places: readonly Place[];
  view: View;
  theme: MapTheme;
  sprites: Sprites;
  selected: string | null;
  shown: ((player: Player) => boolean) | null;
  nowMs: number;
  sides: ReadonlyMap<string, Side>;
  insets: Insets;
}

export interface Scene {
  /** In drawing order, the selected one last. */
  items: Item[];
  sides: Map<string, Side>;
}

/** Decides what is to be seen: which markers, which labels on which side. Done a few times a second. */
export function composeScene(input: SceneInput): Scene {
  const { store, view, nowMs } = input;
  const items: Item[] = [];
  const wishes: LabelWish[] = [];
  const inTown = new Map<string, number>();
  const seen = (x: number, y: number) =>
    x > -EDGE_PX && y > -EDGE_PX && x < view.width + EDGE_PX && y < view.height + EDGE_PX;

  for (let slot = 0; slot < store.size; slot++) {
    const player = store.view(slot);
    if (player === null || !store.isPlaced(slot) || player.freshness === 'gone') continue;
    const chosen = player.name === input.selected;
    if (!chosen && input.shown !== null && !input.shown(player)) continue;
    const town = player.nearby?.place;
    const atTown =
      player.state === 'town' && town?.kind === 'town' && (player.nearby?.distance ?? 9) <= TOWN_UNITS;
    if (atTown && !chosen && view.z < TOWN_OPENS_AT) {
      inTown.set(town.name, (inTown.get(town.name) ?? 0) + 1);
      continue;
    }
    const ew = store.ewAt(slot, nowMs);
    const ns = store.nsAt(slot, nowMs);
    const x = toX(view, ew);
    const y = toY(view, ns);
    if (!seen(x, y)) continue;
    const item = characterItem(input, player, ew, ns, chosen);
    items.push(item);
    wishes.push(
      wishOf(
        item,
        x,
        y,
        chosen ? PRIORITY.selected : player.attention ? PRIORITY.attention : PRIORITY.character,
      ),
    );
  }

  const places: Item[] = [];
  for (const place of input.places) {
    const x = toX(view, place.ew);
    const y = toY(view, place.ns);
    if (!seen(x, y)) continue;
    const count = inTown.get(place.name) ?? 0;
    const item = placeItem(input, place, count);
    if (item === null) continue;
    places.push(item);
    wishes.push(wishOf(item, x, y, placePriority(place, count)));
  }

  const sides = placeLabels(wishes, input.sides, OVER_MARKERS, edges(view, input.insets));
  for (const item of [...places, ...items]) {
    const side = sides.get(item.key);
    if (side === undefined) item.label = null;
    if (side === undefined || item.label === null) continue;
    const { width, height } = item.label;
    const box = labelBox({ ...NO_WISH, width, height, clear: item.clear }, side);
    item.labelX = box.left;
    item.labelY = box.top;
  }
  // A minor place without room for its name is not worth a dot.
  const kept = places.filter((item) => item.label !== null || item.counts);
  return {
    items: [...kept, ...items].sort((a, b) => rankOf(a, input.selected) - rankOf(b, input.selected)),
    sides,
  };
}

/** Where no word goes: the strips of the graticule's numbers, and the right edge. */
function edges(view: View, insets: Insets): Box[] {
  const bottom = view.height - insets.bottom;
  return [
    { left: insets.left, top: 0, right: insets.left + EDGE_LABEL_PX, bottom: view.height },
    { left: 0, top: bottom - EDGE_STRIP_PX, right: view.width, bottom },
    // A word that would be cut off at the right goes to another side.
    { left: view.width - insets.right, top: 0, right: view.width + 1, bottom: view.height },
  ];
}

function rankOf(item: Item, selected: string | null): number {
  if (item.key === `c:${selected}`) return 4;
  if (item.under !== null) return 3;
  // A town's number lies over the markers about it, its dot under them.
  if (item.slot < 0) return item.counts ? 2 : 0;
  return 1;
}

function wishOf(item: Item, x: number, y: number, priority: number): LabelWish {
  return {
    key: item.key,
    x,
    y,
    width: item.label?.width ?? 0,
    height: item.label?.height ?? 0,
    clear: item.clear,
    priority,
  };
}

function characterItem(input: SceneInput, player: Player, ew: number, ns: number, chosen: boolean): Item {
  const { theme, sprites, nowMs } = input;
  const stale = player.freshness === 'stale';
  const alarm = player.state === 'dead' ? theme.danger : theme.warn;
  const own = theme.characters[player.colour] ?? theme.text;
  const colour = stale ? theme.stale : player.attention ? alarm : own;
  const parts: TextPart[] = [
    {
      text: player.name,
      fill: stale ? theme.textQuiet : theme.text,
      weight: chosen ? 600 : 500,
      size: chosen ? 15 : 13,
    },
  ];
  const note = noteFor(player, chosen, nowMs);
  if (note !== null)
    parts.push({ text: note, fill: player.attention ? alarm : theme.textQuiet, weight: 500, size: 12 });
  return {
    key: `c:${player.name}`,
    slot: player.slot,
    ew,
    ns,
    sprite: sprites.marker(player.state, colour),
    under: chosen ? sprites.selection() : player.attention ? sprites.alarm(alarm) : null,
    turns: player.state === 'travelling',
    alpha: player.freshness === 'fresh' ? 1 : player.freshness === 'dim' ? 0.6 : 0.75,
    label: sprites.words(parts),
    labelX: 0,
    labelY: 0,
    clear: chosen ? 15 : 8,
    counts: false,
  };
}

/** What is told beside a name: the age of one long unheard, why it needs someone, or how the chosen one hunts. */
function noteFor(player: Player, chosen: boolean, nowMs: number): string | null {
  if (player.freshness === 'stale' && player.seenAtMs !== null) return formatAge(nowMs - player.seenAtMs);
  const since = player.sinceMs === null ? null : nowMs - player.sinceMs;
  if (player.state === 'dead' && since !== null) return `dead ${formatAge(since)}`;
  if (player.attention && since !== null && since >= IDLE_ATTENTION_MS) return `idle ${formatAge(since)}`;
  const perHour = player.totals?.killsPerHour ?? null;
  return chosen && player.state === 'hunting' && perHour !== null ? `${formatCount(perHour)}/h` : null;
}

/** The zoom from which on each kind of place is named. */
const NAMED_FROM = {
  town: 0,
  outpost: 4.6,
  settlement: 4.6,
  landmark: 6.5,
  peak: 6.5,
  island: 4.6,
  region: 8,
} as const;

function placePriority(place: Place, count: number): number {
  if (place.kind === 'town') return PRIORITY.town + (count > 0 ? 5 : 0);
  return place.kind === 'landmark' || place.kind === 'peak' ? PRIORITY.landmark : PRIORITY.outpost;
}

function placeItem(input: SceneInput, place: Place, count: number): Item | null {
  const { theme, sprites, view } = input;
  if (count === 0 && view.z < NAMED_FROM[place.kind]) return null;
  const town = place.kind === 'town';
  const area = place.kind === 'region' || place.kind === 'island';
  const sprite =
    count > 0 ? sprites.badge(count) : sprites.dot(town ? theme.townText : theme.placeText, town ? 2.4 : 1.5);
  return {
    key: `p:${place.name}`,
    slot: -1,
    ew: place.ew,
    ns: place.ns,
    sprite,
    under: null,
    turns: false,
    alpha: area ? 0.8 : 1,
    label: sprites.words([
      {
        text: place.name,
        fill: town ? theme.townText : theme.placeText,
        weight: town ? 600 : 400,
        size: town ? 13 : 12,
      },
    ]),
    labelX: 0,
    labelY: 0,
    clear: count > 0 ? sprite.width / 2 : town ? 3 : 2,
    counts: count > 0,
  };
}

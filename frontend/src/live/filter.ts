import { isOnline, type Player } from './player.ts';

/** One condition of a filter text. */
interface Term {
  text: string;
  negated: boolean;
  test: (player: Player) => boolean;
}

export interface PlayerFilter {
  /** Null when nothing is asked: everyone passes. */
  test: ((player: Player) => boolean) | null;
  /** Words that mean nothing here, as they were typed. */
  unknown: string[];
}

const STATES = new Set(['hunting', 'travelling', 'indoors', 'town', 'idle', 'dead']);

/** What can follow `is:`. */
const IS: Record<string, (player: Player) => boolean> = {
  online: isOnline,
  offline: (player) => !isOnline(player),
  attention: (player) => player.attention,
  ...Object.fromEntries(
    [...STATES].map((state) => [state, (player: Player) => isOnline(player) && player.state === state]),
  ),
};

/** Fields that are compared with a number. */
const NUMBERS: Record<string, (player: Player) => number | null> = {
  kph: (player) => player.totals?.killsPerHour ?? null,
  kills: (player) => player.totals?.totalKills ?? player.known?.totalKills ?? null,
  deaths: (player) => player.totals?.totalDeaths ?? player.known?.totalDeaths ?? null,
  tapers: (player) => player.totals?.tapers ?? null,
  level: (player) => player.level,
};

/** Fields that contain words. */
const WORDS: Record<string, (player: Player) => string> = {
  name: (player) => player.name,
  near: (player) => player.nearby?.place.name ?? '',
  tag: (player) => player.tag,
};

/** Shown to those who ask what can be typed. */
export const FILTER_HELP =
  'A name, is:hunting, is:attention, kph:>300, level:<200, near:Holtburg, tag:moss, -is:town';

/**
 * Reads a filter: words must be part of the name; `is:state`, `kph:>300` (kills, deaths, tapers, level alike),
 * `near:place`, `tag:text`, `name:one|other`; a minus before a term turns it round. All terms must hold.
 */
export function readFilter(text: string): PlayerFilter {
  const terms: Term[] = [];
  const unknown: string[] = [];
  for (const [word] of text.matchAll(/-?(?:[a-z]+:)?(?:"[^"]*"|\S+)/gi)) {
    const term = readTerm(word);
    if (term === null) unknown.push(word);
    else terms.push(term);
  }
  if (terms.length === 0) return { test: null, unknown };
  return {
    test: (player) => terms.every((term) => term.test(player) !== term.negated),
    unknown,
  };
}

function readTerm(text: string): Term | null {
  const negated = text.startsWith('-') && text.length > 1;
  const bare = negated ? text.slice(1) : text;
  const test = readCondition(bare);
  return test === null ? null : { text, negated, test };
}

function readCondition(text: string): ((player: Player) => boolean) | null {
  const match = /^([a-z]+):(.*)$/i.exec(text);
  const key = match?.[1]?.toLowerCase();
  const value = unquote(match?.[2] ?? '').toLowerCase();
  if (key === undefined) {
    const wanted = unquote(text).toLowerCase();
    return (player) => player.name.toLowerCase().includes(wanted);
  }
  if (key === 'is') return IS[value] ?? null;
  const number = NUMBERS[key];
  if (number !== undefined) return compare(number, value);
  const words = WORDS[key];
  if (words === undefined || value === '') return null;
  const wanted = value.split('|').filter((part) => part !== '');
  return (player) => wanted.some((part) => words(player).toLowerCase().includes(part));
}

function compare(
  read: (player: Player) => number | null,
  value: string,
): ((player: Player) => boolean) | null {
  const match = /^(>=|<=|>|<|=)?\s*(\d+(?:\.\d+)?)$/.exec(value);
  if (match === null) return null;
  const bound = Number(match[2]);
  return (player) => {
    const number = read(player);
    if (number === null) return false;
    switch (match[1]) {
      case '>':
        return number > bound;
      case '<':
        return number < bound;
      case '<=':
        return number <= bound;
      case '=':
        return number === bound;
      default:
        return number >= bound;
    }
  };
}

function unquote(text: string): string {
  return text.replace(/^"|"$/g, '');
}

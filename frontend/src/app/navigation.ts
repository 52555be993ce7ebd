import type { LucideIcon } from 'lucide-react';
// By their own files, which are then in the chunk of this one: the list below is made as soon as it is loaded.
import Backpack from 'lucide-react/icons/backpack';
import MapIcon from 'lucide-react/icons/map';
import MessageSquareText from 'lucide-react/icons/message-square-text';
import Users from 'lucide-react/icons/users';
import type { MoreIconName } from './MoreIcon.tsx';

export interface Page {
  to:
    | '/'
    | '/players'
    | '/items'
    | '/suits'
    | '/chat'
    | '/combat'
    | '/charts'
    | '/rare-log'
    | '/spawn-map'
    | '/portal-log'
    | '/quest-log'
    | '/board'
    | '/alert-log'
    | '/account'
    | '/admin/users'
    | '/admin/owners'
    | '/admin/$';
  label: string;
  /** By its name where it comes behind the first picture; none for the account, which is shown as its user. */
  icon?: LucideIcon | MoreIconName;
  /** g and this letter lead there. */
  key: string;
  adminOnly?: boolean;
  /** Needs a user of one's own; a caller on the inner network has none. */
  userOnly?: boolean;
  /** On a phone under "More", unless there is room. */
  more?: boolean;
  /** Other words that one may look for it by. */
  words?: string;
}

/** Every page of the site, in the order of the rail. */
export const pages: readonly Page[] = [
  { to: '/', label: 'Map', icon: MapIcon, key: 'm', words: 'dereth world live' },
  { to: '/players', label: 'Players', icon: Users, key: 'p', words: 'characters table list online' },
  { to: '/items', label: 'Items', icon: Backpack, key: 'i', words: 'inventory search gear armour weapons' },
  {
    to: '/suits',
    label: 'Suits',
    icon: 'suits',
    key: 's',
    more: true,
    words: 'builder armour sets cantrips',
  },
  { to: '/chat', label: 'Chat', icon: MessageSquareText, key: 'c', words: 'tells allegiance fellowship say' },
  {
    to: '/quest-log',
    label: 'Quests',
    icon: 'quests',
    key: 'q',
    more: true,
    words: 'timers ready countdown cooldown',
  },
  {
    to: '/combat',
    label: 'Combat',
    icon: 'combat',
    key: 'f',
    more: true,
    words: 'fights damage monsters elements',
  },
  {
    to: '/charts',
    label: 'Charts',
    icon: 'charts',
    key: 't',
    more: true,
    words: 'history graphs kills latency memory',
  },
  { to: '/rare-log', label: 'Rares', icon: 'rares', key: 'r', more: true, words: 'log found tiers drops' },
  { to: '/spawn-map', label: 'Spawns', icon: 'spawns', key: 'w', more: true, words: 'monsters species heat' },
  { to: '/portal-log', label: 'Portals', icon: 'portals', key: 'o', more: true, words: 'log discovered' },
  { to: '/board', label: 'Board', icon: 'board', key: 'b', more: true, words: 'issues wishes faults kanban' },
  {
    to: '/alert-log',
    label: 'Alerts',
    icon: 'alerts',
    key: 'l',
    more: true,
    words: 'rules log discord notify mute',
  },
  {
    to: '/admin/users',
    label: 'Users',
    icon: 'users',
    key: 'u',
    adminOnly: true,
    more: true,
    words: 'admin invite reset',
  },
  {
    to: '/admin/owners',
    label: 'Who owns what',
    icon: 'owners',
    key: 'h',
    adminOnly: true,
    more: true,
    words: 'characters access tells hide rename forget command log',
  },
  {
    to: '/admin/$',
    label: 'Admin',
    icon: 'admin',
    key: 'd',
    adminOnly: true,
    more: true,
    words: 'data tables roles keys audit system',
  },
  {
    to: '/account',
    label: 'Account',
    key: 'a',
    userOnly: true,
    more: true,
    words: 'password sessions two-step theme density settings',
  },
];

/** The pages that somebody may open. */
export function pagesFor(me: { is_admin: boolean; internal: boolean } | undefined): readonly Page[] {
  return pages.filter(
    (page) =>
      !(page.adminOnly === true && me?.is_admin !== true) &&
      !(page.userOnly === true && (me === undefined || me.internal)),
  );
}

export const noPages: readonly Page[] = [];

/** Whether a path is one of the generated admin's pages. */
export function isAdmin(path: string): boolean {
  return /^\/admin(?!\/(?:users|owners))(\/|$)/.test(path);
}

/** Whether a page's link is marked on its own path alone: on the map's, and where the open page lies below two links. */
export function marksExactly(page: Page, path: string): boolean {
  return page.to === '/' || (page.to === '/admin/$' && !isAdmin(path));
}

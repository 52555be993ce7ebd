import { expect, test } from 'vitest';
import { marksExactly, pages, pagesFor } from './navigation.ts';

const labels = (me: Parameters<typeof pagesFor>[0]) => pagesFor(me).map((page) => page.label);

const forEverybody = [
  'Map',
  'Players',
  'Items',
  'Suits',
  'Chat',
  'Quests',
  'Combat',
  'Charts',
  'Rares',
  'Spawns',
  'Portals',
  'Board',
  'Alerts',
];

test('who is signed in sees the pages that he may open', () => {
  expect(labels({ is_admin: true, internal: false })).toEqual([
    ...forEverybody,
    'Users',
    'Who owns what',
    'Admin',
    'Account',
  ]);
  expect(labels({ is_admin: false, internal: false })).toEqual([...forEverybody, 'Account']);
  expect(labels({ is_admin: false, internal: true })).toEqual(forEverybody);
  expect(labels(undefined)).toEqual(forEverybody);
});

test('no two pages share a key', () => {
  expect(new Set(pages.map((page) => page.key)).size).toBe(pages.length);
});

test('of two links above the open page the nearer one is marked', () => {
  const exact = (path: string) => pages.filter((page) => marksExactly(page, path)).map((page) => page.label);
  expect(exact('/admin/users')).toEqual(['Map', 'Admin']);
  expect(exact('/admin/owners')).toEqual(['Map', 'Admin']);
  expect(exact('/admin/items')).toEqual(['Map']);
});

import { expect, test } from 'vitest';
import { pages, pagesFor } from './navigation.ts';

const labels = (me: Parameters<typeof pagesFor>[0]) => pagesFor(me).map((page) => page.label);

test('who is signed in sees the pages that he may open', () => {
  expect(labels({ is_admin: true, internal: false })).toEqual(['Map', 'Players', 'Chat', 'Users', 'Account']);
  expect(labels({ is_admin: false, internal: false })).toEqual(['Map', 'Players', 'Chat', 'Account']);
  expect(labels({ is_admin: false, internal: true })).toEqual(['Map', 'Players', 'Chat']);
  expect(labels(undefined)).toEqual(['Map', 'Players', 'Chat']);
});

test('no two pages share a key', () => {
  expect(new Set(pages.map((page) => page.key)).size).toBe(pages.length);
});

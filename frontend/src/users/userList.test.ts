import { expect, test } from 'vitest';
import { userActions } from './userActions.ts';
import { filterUsers, whyKept } from './userList.ts';
import type { User } from './users.ts';

const user = (id: number, username: string, more: Partial<User> = {}): User => ({
  id,
  username,
  is_admin: false,
  totp: false,
  created_at: '2026-11-01T00:00:00Z',
  last_seen_at: null,
  sessions: 0,
  ...more,
});

const erik = user(1, 'erik', { is_admin: true, sessions: 2 });
const brisk = user(2, 'Brisk', { sessions: 1, totp: true });
const orsic = user(3, 'orsic', { is_admin: true });

test.each([
  ['', ['erik', 'Brisk', 'orsic']],
  ['BRI', ['Brisk']],
  ['admin', ['erik', 'orsic']],
  ['admin or', ['orsic']],
  ['nobody', []],
])('the filter %j leaves %j', (query, names) => {
  expect(filterUsers([erik, brisk, orsic], query).map((u) => u.username)).toEqual(names);
});

test.each([
  ['oneself', erik, [erik, orsic], 1, 'This is you'],
  ['the last admin', orsic, [orsic, brisk], 2, 'The last admin'],
  ['one of two admins', orsic, [erik, orsic], 1, undefined],
  ['a plain user', brisk, [erik, brisk], 1, undefined],
])('%s', (_, who, all, myId, why) => {
  expect(whyKept(who, all, myId)).toBe(why);
});

function menu(who: User, all: User[], myId: number) {
  return userActions(who, all, myId, () => undefined).map((item) =>
    item.disabled ? `(${item.label})` : item.label,
  );
}

test('the menu of a user offers what makes sense for him', () => {
  expect(menu(brisk, [erik, brisk], 1)).toEqual([
    'New password link…',
    'Make admin…',
    'End all sessions',
    'Turn off two-step…',
    'Remove…',
  ]);
  expect(menu(orsic, [erik, orsic], 1)).toEqual(['New password link…', 'Make a plain user', 'Remove…']);
  expect(menu(erik, [erik, orsic], 1)).toEqual([
    'New password link…',
    '(Make a plain user (this is you))',
    '(Remove… (this is you))',
  ]);
});

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { fakeServer, ok, refusal } from '../test/fakeServer.ts';
import { renderPage } from '../test/renderPage.tsx';
import { UsersPage } from './UsersPage.tsx';
import type { Invitation, User } from './users.ts';

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
const orsic = user(2, 'orsic', { is_admin: true });
const brisk = user(3, 'brisk', { sessions: 1, totp: true });
const pending: Invitation = {
  id: 7,
  username: 'kestra',
  kind: 'invite',
  is_admin: false,
  created_by: 'erik',
  created_at: '2026-11-22T10:00:00Z',
  expires_at: '2036-11-22T10:00:00Z',
};
const url = 'https://overlord.example/invite/abc';

let server: ReturnType<typeof fakeServer>;

beforeEach(() => {
  server = fakeServer({
    'GET /me': ok({
      username: 'erik',
      user_id: 1,
      is_admin: true,
      internal: false,
      totp: false,
      session_id: 's1',
    }),
    'GET /api-admin/users': ok({ users: [erik, orsic, brisk] }),
    'GET /api-admin/invitations': ok({ invitations: [pending] }),
  });
});

async function show() {
  renderPage(<UsersPage />);
  await screen.findByRole('table', { name: 'Users' });
}

/** Opens the menu of a user and chooses; happy-dom has no popovers, so the entries are found hidden. */
async function choose(name: string, entry: RegExp) {
  const menu = screen.getByRole('menu', { name: `Actions for ${name}`, hidden: true });
  await userEvent.click(within(menu).getByRole('menuitem', { name: entry, hidden: true }));
}

test('lists the users, marks oneself, and lists the links that are out', async () => {
  await show();
  await screen.findByText('You');
  const names = within(screen.getByRole('table', { name: 'Users' })).getAllByRole('rowheader');
  expect(names.map((name) => name.querySelector('[title]')?.textContent)).toEqual(['erik', 'orsic', 'brisk']);
  expect(names.map((name) => within(name).queryByText('You') !== null)).toEqual([true, false, false]);
  const links = await screen.findByRole('table', { name: 'Pending links' });
  expect(within(links).getByRole('rowheader', { name: 'kestra' })).toBeTruthy();
});

test('the filter narrows the list, and offers the way back where nothing is left', async () => {
  await show();
  await userEvent.type(screen.getByRole('searchbox', { name: 'Filter the users' }), 'nobody');
  expect(screen.getByText('No user is called “nobody”')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show all 3' }));
  expect(within(screen.getByRole('table', { name: 'Users' })).getAllByRole('row')).toHaveLength(4);
});

test('who is no admin is told so', async () => {
  server.set('GET /api-admin/users', refusal(403, 'Only admins may.'));
  renderPage(<UsersPage />);
  expect(await screen.findByText('Only admins see the users')).toBeTruthy();
});

describe('adding', () => {
  test('by keyboard, with an invented password', async () => {
    const added = user(9, 'tamsin');
    server.set('POST /api-admin/users', () => {
      server.set('GET /api-admin/users', ok({ users: [erik, orsic, brisk, added] }));
      return { status: 201, body: added };
    });
    await show();
    const keys = userEvent.setup();
    await keys.click(screen.getByRole('button', { name: 'Add user…' }));
    const dialog = screen.getByRole('dialog', { name: 'Add a user' });
    expect(document.activeElement).toBe(within(dialog).getByLabelText('Name'));
    await keys.keyboard('tamsin');
    await keys.click(within(dialog).getByRole('button', { name: 'Invent a password' }));
    await keys.type(within(dialog).getByLabelText('Name'), '{Enter}');
    expect(await screen.findByText('tamsin is added.')).toBeTruthy();
    expect(server.asked('POST', '/api-admin/users')[0]?.body).toMatchObject({
      username: 'tamsin',
      is_admin: false,
      password: expect.stringMatching(/^([a-z]+-){5}\d\d$/),
    });
    expect(await screen.findByRole('rowheader', { name: /tamsin/ })).toBeTruthy();
  });

  test('a name that is taken is told beside the field, which gets the focus', async () => {
    server.set('POST /api-admin/users', refusal(409, 'There is such a user.', { username: 'Is taken.' }));
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Add user…' }));
    const dialog = screen.getByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText('Name'), 'orsic');
    await userEvent.type(within(dialog).getByLabelText('First password'), 'some secret words{Enter}');
    expect((await within(dialog).findByRole('alert')).textContent).toBe('Is taken.');
    await waitFor(() => expect(document.activeElement).toBe(within(dialog).getByLabelText('Name')));
  });

  test('nothing is sent while something is missing', async () => {
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Add user…' }));
    await userEvent.click(screen.getByRole('button', { name: 'Add user' }));
    expect(screen.getAllByRole('alert').map((alert) => alert.textContent)).toEqual([
      'Is missing.',
      'Must have at least 10 characters.',
    ]);
    expect(server.asked('POST', '/api-admin/users')).toEqual([]);
  });
});

test('an invitation becomes a link that is shown once and copied', async () => {
  const keys = userEvent.setup();
  server.set('POST /api-admin/invitations', {
    status: 201,
    body: { ...pending, username: '', is_admin: true, url },
  });
  await show();
  await keys.click(screen.getByRole('button', { name: 'Invite…' }));
  await keys.click(screen.getByRole('checkbox', { name: 'Admin' }));
  await keys.selectOptions(screen.getByLabelText('The link works for'), '1 day');
  await keys.click(screen.getByRole('button', { name: 'Make the link' }));
  const dialog = await screen.findByRole('dialog', { name: 'Invitation' });
  expect(within(dialog).getByText(/becomes an admin/)).toBeTruthy();
  expect((within(dialog).getByLabelText('One-time link') as HTMLInputElement).value).toBe(url);
  expect(server.asked('POST', '/api-admin/invitations')[0]?.body).toEqual({ is_admin: true, hours: 24 });
  await keys.click(within(dialog).getByRole('button', { name: 'Copy' }));
  expect(await within(dialog).findByRole('button', { name: 'Copied' })).toBeTruthy();
  expect(await navigator.clipboard.readText()).toBe(url);
  await keys.click(within(dialog).getByRole('button', { name: 'Done' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a new password goes by a link too', async () => {
  server.set('POST /api-admin/users/3/reset', {
    status: 201,
    body: { ...pending, kind: 'reset', username: 'brisk', url },
  });
  await show();
  await choose('brisk', /New password link/);
  await userEvent.click(screen.getByRole('button', { name: 'Make the link' }));
  const dialog = await screen.findByRole('dialog', { name: 'Link for a new password' });
  expect((within(dialog).getByLabelText('One-time link') as HTMLInputElement).value).toBe(url);
});

test('an admin is made after a question, and unmade with a way back', async () => {
  server.set('PATCH /api-admin/users/*', ok(brisk));
  await show();
  await choose('brisk', /Make admin/);
  await userEvent.click(
    within(screen.getByRole('dialog', { name: 'Make brisk an admin' })).getByRole('button', {
      name: 'Make admin',
    }),
  );
  expect(await screen.findByText('brisk is an admin now.')).toBeTruthy();

  await choose('orsic', /Make a plain user/);
  expect(await screen.findByText('orsic is a plain user now.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
  expect(await screen.findByText('orsic is as before.')).toBeTruthy();
  expect(server.requests.filter((r) => r.method === 'PATCH').map((r) => [r.path, r.body])).toEqual([
    ['/api-admin/users/3', { is_admin: true }],
    ['/api-admin/users/2', { is_admin: false }],
    ['/api-admin/users/2', { is_admin: true }],
  ]);
});

test('a user goes only when his name is typed', async () => {
  server.set('DELETE /api-admin/users/*', { status: 204 });
  await show();
  await choose('brisk', /Remove/);
  const dialog = screen.getByRole('dialog', { name: 'Remove brisk' });
  const remove = within(dialog).getByRole('button', { name: 'Remove' }) as HTMLButtonElement;
  expect(remove.disabled).toBe(true);
  const field = within(dialog).getByLabelText('Type brisk to confirm');
  expect(document.activeElement).toBe(field);
  await userEvent.type(field, 'bris{Enter}');
  expect(server.asked('DELETE', '/api-admin/users/3')).toEqual([]);
  await userEvent.type(field, 'k{Enter}');
  expect(await screen.findByText('brisk is removed.')).toBeTruthy();
  expect(server.asked('DELETE', '/api-admin/users/3')).toHaveLength(1);
});

test('what the server refuses is told in the dialog, which stays', async () => {
  server.set('DELETE /api-admin/users/*', refusal(409, 'The last admin stays.'));
  await show();
  await choose('orsic', /Remove/);
  await userEvent.type(screen.getByLabelText('Type orsic to confirm'), 'orsic{Enter}');
  expect((await screen.findByRole('alert')).textContent).toBe('The last admin stays.');
  expect(screen.getByRole('dialog', { name: 'Remove orsic' })).toBeTruthy();
});

test('nobody is offered to remove or unmake himself', async () => {
  await show();
  await screen.findByText('You');
  const menu = screen.getByRole('menu', { name: 'Actions for erik', hidden: true });
  const entries = within(menu).getAllByRole('menuitem', { hidden: true }) as HTMLButtonElement[];
  expect(entries.filter((entry) => entry.disabled).map((entry) => entry.textContent)).toEqual([
    'Make a plain user (this is you)',
    'Remove… (this is you)',
  ]);
});

test('a pending link is revoked', async () => {
  server.set('DELETE /api-admin/invitations/*', () => {
    server.set('GET /api-admin/invitations', ok({ invitations: [] }));
    return { status: 204 };
  });
  await show();
  await userEvent.click(await screen.findByRole('button', { name: 'Revoke the link for kestra' }));
  expect(await screen.findByText('The link is revoked.')).toBeTruthy();
  expect(await screen.findByText(/^None\. Invitations/)).toBeTruthy();
});

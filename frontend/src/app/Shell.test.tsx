import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeServer, ok, refusal } from '../test/fakeServer.ts';
import { PageHead } from '../ui/PageHead.tsx';
import { ErrorPage } from './ErrorPage.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { pagesFor } from './navigation.ts';
import { Shell } from './Shell.tsx';

const connection = vi.hoisted(() => ({
  current: { state: 'live', online: 61, total: 70, latencyMs: 42 } as {
    state: 'live' | 'reconnecting' | 'offline';
    online: number;
    total: number;
    latencyMs: number | null;
  },
}));
vi.mock('../live/useConnection.ts', () => ({ useConnection: () => connection.current }));
vi.mock('../live/usePlayers.ts', () => {
  const players = [
    { name: 'Aldra', level: 275 },
    { name: 'Brisk', level: 120 },
  ];
  return { usePlayers: () => players };
});

const me = { username: 'erik', user_id: 1, is_admin: true, internal: false, totp: false, session_id: 's1' };

let server: ReturnType<typeof fakeServer>;

beforeEach(() => {
  connection.current = { state: 'live', online: 61, total: 70, latencyMs: 42 };
  server = fakeServer({
    'GET /me': ok(me),
  });
});

/** The shell with small pages in it, at a path. */
async function show(path = '/players') {
  const root = createRootRoute({
    component: () => (
      <Shell>
        <Outlet />
      </Shell>
    ),
  });
  const page = (at: string, title: string) =>
    createRoute({ getParentRoute: () => root, path: at, component: () => <PageHead title={title} /> });
  const router = createRouter({
    routeTree: root.addChildren([
      page('/', 'Map'),
      page('/players', 'Players'),
      page('/players/$name', 'A character'),
      page('/account', 'Account'),
      page('/admin/users', 'Users'),
      page('/admin/$', 'Overview'),
      createRoute({
        getParentRoute: () => root,
        path: '/broken',
        component: () => {
          throw new Error('The chart has no data.');
        },
      }),
    ]),
    history: createMemoryHistory({ initialEntries: [path] }),
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
  });
  render(
    // biome-ignore lint/suspicious/noExplicitAny: a router of this test's own, not the registered one
    <RouterProvider router={router as any} />,
  );
  await screen.findByRole('heading', { level: 1 });
  return router;
}

const rail = () => within(screen.getAllByRole('navigation', { name: 'Pages' })[0] as HTMLElement);

test('links lead to the pages that there are, and the own one is marked', async () => {
  await show();
  await rail().findByRole('link', { name: 'Users' });
  expect(
    rail()
      .getAllByRole('link')
      .map((link) => link.getAttribute('href')),
  ).toEqual(pagesFor(me).map(({ to }) => to.replace('/$', '')));
  expect(rail().getByRole('link', { current: 'page' }).getAttribute('href')).toBe('/players');
});

test('who is no admin has no link to the users', async () => {
  server.set('GET /me', ok({ ...me, is_admin: false }));
  await show();
  await rail().findByRole('link', { name: /^erik ?, Account$/ });
  expect(rail().queryByRole('link', { name: 'Users' })).toBeNull();
});

test('the state of the connection stands in the head', async () => {
  await show();
  expect(screen.getByRole('status', { name: 'Connection: Live' })).toBeTruthy();
  expect(screen.getByText('61 / 70')).toBeTruthy();
  expect(screen.getByText('42 ms')).toBeTruthy();
});

test('a lost connection is told after three seconds', async () => {
  connection.current = { state: 'reconnecting', online: 0, total: 0, latencyMs: null };
  // The banner loads beside the first paint; the clock is not to run before it is there.
  await import('./ConnectionBanner.tsx');
  vi.useFakeTimers({ shouldAdvanceTime: true });
  await show();
  await act(() => vi.advanceTimersByTimeAsync(2000));
  expect(screen.queryByText('Reconnecting…')).toBeNull();
  await act(() => vi.advanceTimersByTimeAsync(1500));
  await waitFor(() => expect(screen.getByText('Reconnecting…')).toBeTruthy(), { timeout: 4500 });
  vi.useRealTimers();
});

test('an ended session leads to the sign-in page and back', async () => {
  server.set('GET /me', refusal(401, 'Sign in.'));
  window.history.replaceState(null, '', '/players?q=is:online');
  const assign = vi.spyOn(location, 'assign').mockImplementation(() => undefined);
  await show();
  await waitFor(() => expect(assign).toHaveBeenCalledWith('/login?next=%2Fplayers%3Fq%3Dis%3Aonline'));
  expect(assign).toHaveBeenCalledTimes(1);
  assign.mockRestore();
  window.history.replaceState(null, '', '/');
});

test('two keys lead to a page', async () => {
  const router = await show();
  await rail().findByRole('link', { name: 'Users' });
  await userEvent.keyboard('gu');
  await screen.findByRole('heading', { level: 1, name: 'Users' });
  expect(router.state.location.pathname).toBe('/admin/users');
  expect(document.title).toBe('Users · Mosswart Overlord');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('main')));
});

test('the rail stays wide when it is told to, on the next visit too', async () => {
  await show();
  const pin = rail().getByRole('button', { name: 'Keep wide' });
  await userEvent.click(pin);
  expect(pin.getAttribute('aria-pressed')).toBe('true');
  expect(localStorage.getItem('overlord.rail')).toBe('pinned');
  await userEvent.click(pin);
  expect(localStorage.getItem('overlord.rail')).toBe('narrow');
});

describe('the palette', () => {
  async function open() {
    const router = await show();
    await rail().findByRole('link', { name: 'Users' });
    await userEvent.keyboard('{Control>}k{/Control}');
    const dialog = await screen.findByRole('dialog', { name: 'Go to or run' });
    return { router, dialog };
  }

  test('leads to a character by a few letters and Enter', async () => {
    const { router, dialog } = await open();
    const input = within(dialog).getByRole('combobox');
    expect(document.activeElement).toBe(input);
    await userEvent.type(input, 'ald');
    await within(dialog).findByRole('option', { name: /Aldra/ });
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('heading', { level: 1, name: 'A character' });
    expect(router.state.location.pathname).toBe('/players/Aldra');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('changes the theme', async () => {
    const { dialog } = await open();
    await userEvent.type(within(dialog).getByRole('combobox'), 'light{Enter}');
    expect(document.documentElement.dataset.theme).toBe('light');
  });

  test('signs out', async () => {
    server.set('POST /logout', { status: 204 });
    const assign = vi.spyOn(location, 'assign').mockImplementation(() => undefined);
    const { dialog } = await open();
    await userEvent.type(within(dialog).getByRole('combobox'), 'logout{Enter}');
    await waitFor(() => expect(assign).toHaveBeenCalledWith('/login'));
    assign.mockRestore();
  });

  test('says that nothing is found, and what could be', async () => {
    const { dialog } = await open();
    await userEvent.type(within(dialog).getByRole('combobox'), 'zzz');
    expect(within(dialog).getByText(/^Nothing is called “zzz”/)).toBeTruthy();
  });
});

test('? lists the keys that work now', async () => {
  await show();
  await rail().findByRole('link', { name: 'Users' });
  await userEvent.keyboard('?');
  const dialog = await screen.findByRole('dialog', { name: 'Keys' });
  expect(within(dialog).getByText('Go to users')).toBeTruthy();
});

test('an address without a page says so and offers ways on', async () => {
  await show('/nowhere');
  expect(screen.getByRole('heading', { level: 1, name: 'Nothing here' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open the map' })).toBeTruthy();
});

test('a page that breaks leaves the rest standing', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  await show('/broken');
  expect(screen.getByRole('alert').textContent).toContain('The chart has no data.');
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  expect(rail().getByRole('link', { name: 'Map' })).toBeTruthy();
  quiet.mockRestore();
  warn.mockRestore();
});

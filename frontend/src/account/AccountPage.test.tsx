import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeServer, ok, refusal } from '../test/fakeServer.ts';
import { renderPage } from '../test/renderPage.tsx';
import { AccountPage } from './AccountPage.tsx';

const me = { username: 'erik', user_id: 1, is_admin: true, internal: false, totp: false, session_id: 's1' };
const session = (id: string, user_agent: string, current: boolean) => ({
  id,
  user_agent,
  current,
  address: '192.0.2.1',
  created_at: '2026-11-20T10:00:00Z',
  last_seen_at: '2026-11-22T10:00:00Z',
  expires_at: '2036-11-22T10:00:00Z',
});
const firefox = session('s1', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', true);
const curl = session('s2', 'curl/8.14.1', false);
const wget = session('s3', 'Wget/1.25', false);

let server: ReturnType<typeof fakeServer>;

beforeEach(() => {
  server = fakeServer({
    'GET /me': ok(me),
    'GET /account/sessions': ok({ sessions: [firefox, curl, wget] }),
    'GET /account/totp': ok({ enabled: false, recovery_codes_left: 0 }),
  });
});

test('tells who is signed in', async () => {
  renderPage(<AccountPage />);
  expect(await screen.findByText('erik')).toBeTruthy();
  expect(screen.getByText('Admin')).toBeTruthy();
  expect(screen.getByRole('heading', { level: 1, name: 'Account' })).toBeTruthy();
});

test('a caller of the inner network has an appearance and nothing else', async () => {
  server.set('GET /me', ok({ ...me, username: '', user_id: 0, internal: true }));
  renderPage(<AccountPage />);
  expect(await screen.findByText('You are here without an account')).toBeTruthy();
  expect(screen.getByRole('radiogroup', { name: 'Theme' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Change password' })).toBeNull();
  expect(server.asked('GET', '/account/sessions')).toEqual([]);
});

describe('appearance', () => {
  test('the theme is chosen with the arrow keys and shown at once', async () => {
    renderPage(<AccountPage />);
    const dark = within(await screen.findByRole('radiogroup', { name: 'Theme' })).getByRole('radio', {
      name: 'Light',
    });
    await userEvent.click(dark);
    expect(document.documentElement.dataset.theme).toBe('light');
    expect(localStorage.getItem('overlord.theme')).toBe('light');
  });

  test('the density is kept in the browser', async () => {
    renderPage(<AccountPage />);
    await userEvent.click(await screen.findByRole('radio', { name: 'Compact' }));
    expect(document.documentElement.dataset.density).toBe('compact');
  });
});

describe('password', () => {
  async function fill(current: string, next: string, again = next) {
    const user = userEvent.setup();
    renderPage(<AccountPage />);
    if (current !== '') await user.type(await screen.findByLabelText('Current password'), current);
    await user.type(await screen.findByLabelText('New password'), next);
    await user.type(screen.getByLabelText('New password again'), `${again}{Enter}`);
    return user;
  }

  test('is changed by keyboard alone, and the form is empty afterwards', async () => {
    server.set('POST /account/password', { status: 204 });
    await fill('old secret words', 'new secret words');
    expect(await screen.findByText('Password changed. Your other sessions have ended.')).toBeTruthy();
    expect(server.asked('POST', '/account/password')[0]?.body).toEqual({
      current_password: 'old secret words',
      new_password: 'new secret words',
    });
    expect((screen.getByLabelText('New password') as HTMLInputElement).value).toBe('');
    await waitFor(() => expect(server.asked('GET', '/account/sessions')).toHaveLength(2));
  });

  test.each([
    ['a missing one', '', 'new secret words', 'new secret words', 'Is missing.', 'Current password'],
    [
      'a short one',
      'old secret words',
      'short',
      'short',
      'Must have at least 10 characters.',
      'New password',
    ],
    [
      'a slip of the finger',
      'old secret words',
      'new secret words',
      'new secret wrods',
      'Is not the same as the new password.',
      'New password again',
    ],
  ])(
    '%s is told beside its field, which gets the focus; nothing is sent',
    async (_, current, next, again, told, label) => {
      await fill(current, next, again);
      expect((await screen.findByRole('alert')).textContent).toBe(told);
      const field = screen.getByLabelText(label);
      await waitFor(() => expect(document.activeElement).toBe(field));
      expect(field.getAttribute('aria-invalid')).toBe('true');
      expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toBe(told);
      expect(server.asked('POST', '/account/password')).toEqual([]);
    },
  );

  test('what the server finds wrong stands beside the field too', async () => {
    server.set('POST /account/password', refusal(422, 'Wrong.', { current_password: 'Is not right.' }));
    await fill('old secret wards', 'new secret words');
    expect((await screen.findByRole('alert')).textContent).toBe('Is not right.');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Current password')));
  });

  test('a refusal without fields stands above the button', async () => {
    server.set('POST /account/password', refusal(429, 'Too many attempts. Try again in 30 seconds.'));
    await fill('old secret words', 'new secret words');
    expect((await screen.findByRole('alert')).textContent).toBe(
      'Too many attempts. Try again in 30 seconds.',
    );
  });

  test('can be made readable', async () => {
    renderPage(<AccountPage />);
    const field = await screen.findByLabelText('New password');
    await userEvent.click(screen.getByRole('button', { name: 'Show new password' }));
    expect(field.getAttribute('type')).toBe('text');
    expect(screen.getByRole('button', { name: 'Hide new password', pressed: true })).toBeTruthy();
  });
});

describe('sessions', () => {
  test('are listed, and the own one cannot be ended here', async () => {
    renderPage(<AccountPage />);
    const items = await screen.findAllByRole('listitem');
    expect(items).toHaveLength(3);
    expect(within(items[0] as HTMLElement).getByText('This one')).toBeTruthy();
    expect(within(items[0] as HTMLElement).queryByRole('button')).toBeNull();
  });

  test('one is ended and leaves the list', async () => {
    server.set('DELETE /account/sessions/*', ({ path }) => {
      expect(path).toBe('/account/sessions/s2');
      server.set('GET /account/sessions', ok({ sessions: [firefox, wget] }));
      return { status: 204 };
    });
    renderPage(<AccountPage />);
    await userEvent.click(await screen.findByRole('button', { name: 'End curl/8.14.1, 192.0.2.1' }));
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(2));
    expect(screen.getByText('Session ended.')).toBeTruthy();
  });

  test('all others are ended at once', async () => {
    server.set('DELETE /account/sessions/*', { status: 204 });
    renderPage(<AccountPage />);
    await userEvent.click(await screen.findByRole('button', { name: 'End the 2 others' }));
    expect(await screen.findByText('2 sessions ended.')).toBeTruthy();
    expect(server.requests.filter((r) => r.method === 'DELETE').map((r) => r.path)).toEqual([
      '/account/sessions/s2',
      '/account/sessions/s3',
    ]);
  });

  test('a failure is told and the list read again', async () => {
    server.set('DELETE /account/sessions/*', refusal(503, 'The database is busy.'));
    renderPage(<AccountPage />);
    await userEvent.click(await screen.findByRole('button', { name: 'End curl/8.14.1, 192.0.2.1' }));
    expect(await screen.findByText('The database is busy.')).toBeTruthy();
    await waitFor(() => expect(server.asked('GET', '/account/sessions')).toHaveLength(2));
  });
});

describe('two-step sign-in', () => {
  const secret = {
    secret: 'JBSWY3DPEHPK3PXP',
    otpauth_url: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP',
    qr_svg: '<svg xmlns="http://www.w3.org/2000/svg"/>',
  };

  test('is set up by keyboard: password, code, recovery codes', async () => {
    server.set('POST /account/totp', ({ body }) =>
      (body as { password: string }).password === 'my secret words'
        ? ok(secret)
        : refusal(422, 'Wrong.', { password: 'Is not right.' }),
    );
    server.set('PUT /account/totp', ({ body }) => {
      if ((body as { code: string }).code !== '123456')
        return refusal(422, 'Wrong.', { code: 'Is not right.' });
      server.set('GET /account/totp', ok({ enabled: true, recovery_codes_left: 2 }));
      return ok({ recovery_codes: ['aaaa-bbbb', 'cccc-dddd'] });
    });
    const user = userEvent.setup();
    renderPage(<AccountPage />);
    await user.click(await screen.findByRole('button', { name: 'Set up…' }));

    const dialog = await screen.findByRole('dialog', { name: 'Set up two-step sign-in' });
    expect(document.activeElement).toBe(within(dialog).getByLabelText('Your password'));
    await user.keyboard('wrong words{Enter}');
    expect((await within(dialog).findByRole('alert')).textContent).toBe('Is not right.');
    await user.clear(within(dialog).getByLabelText('Your password'));
    await user.type(within(dialog).getByLabelText('Your password'), 'my secret words{Enter}');

    expect(await within(dialog).findByRole('img')).toBeTruthy();
    expect(within(dialog).getByText('JBSW Y3DP EHPK 3PXP')).toBeTruthy();
    const code = within(dialog).getByLabelText('The six digits that the app shows now');
    expect(document.activeElement).toBe(code);
    await user.keyboard('12345{Enter}');
    expect((await within(dialog).findByRole('alert')).textContent).toBe('Must be six digits.');
    await user.type(code, '6{Enter}');

    const codes = await within(dialog).findByRole('list', { name: 'Recovery codes' });
    expect(
      within(codes)
        .getAllByRole('listitem')
        .map((li) => li.textContent),
    ).toEqual(['aaaa-bbbb', 'cccc-dddd']);
    expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'I have kept them' }));
    await user.keyboard('{Enter}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(await screen.findByText('2 recovery codes left')).toBeTruthy();
    expect(screen.getByText('Set it up anew for more codes')).toBeTruthy();
  });

  test('is turned off with the password', async () => {
    server.set('GET /account/totp', ok({ enabled: true, recovery_codes_left: 9 }));
    server.set('DELETE /account/totp', () => {
      server.set('GET /account/totp', ok({ enabled: false, recovery_codes_left: 0 }));
      return { status: 204 };
    });
    const user = userEvent.setup();
    renderPage(<AccountPage />);
    await user.click(await screen.findByRole('button', { name: 'Turn off…' }));
    await user.keyboard('my secret words{Enter}');
    expect(await screen.findByText('Two-step sign-in is off.')).toBeTruthy();
    expect(server.asked('DELETE', '/account/totp')[0]?.body).toEqual({ password: 'my secret words' });
    expect(await screen.findByRole('button', { name: 'Set up…' })).toBeTruthy();
  });
});

test('signing out ends the session and leads to the sign-in page', async () => {
  server.set('POST /logout', { status: 204 });
  const assign = vi.spyOn(location, 'assign').mockImplementation(() => undefined);
  renderPage(<AccountPage />);
  await screen.findByText('erik');
  await userEvent.click(screen.getByRole('button', { name: 'Sign out' }));
  await waitFor(() => expect(assign).toHaveBeenCalledWith('/login'));
  expect(server.asked('POST', '/logout')).toHaveLength(1);
  assign.mockRestore();
});

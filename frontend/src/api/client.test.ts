// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { fakeServer, ok, refusal } from '../test/fakeServer.ts';
import { answer, api, onSignedOut } from './client.ts';
import { ApiError } from './problem.ts';

afterEach(() => vi.unstubAllGlobals());

test('a success is handed out', async () => {
  fakeServer({ 'GET /me': ok({ username: 'erik' }) });
  expect(await answer(api.GET('/me'))).toEqual({ username: 'erik' });
});

test('an ended session is told to those who listen, until they stop', async () => {
  fakeServer({ 'GET /me': refusal(401, 'Sign in.') });
  const listener = vi.fn();
  const stop = onSignedOut(listener);
  await expect(answer(api.GET('/me'))).rejects.toBeInstanceOf(ApiError);
  expect(listener).toHaveBeenCalledTimes(1);
  stop();
  await expect(answer(api.GET('/me'))).rejects.toBeInstanceOf(ApiError);
  expect(listener).toHaveBeenCalledTimes(1);
});

test('a wrong password is not an ended session', async () => {
  fakeServer({ 'GET /me': refusal(401, 'No.', { password: 'Is not right.' }) });
  const listener = vi.fn();
  const stop = onSignedOut(listener);
  await expect(answer(api.GET('/me'))).rejects.toMatchObject({
    problem: { status: 401, errors: { password: 'Is not right.' } },
  });
  expect(listener).not.toHaveBeenCalled();
  stop();
});

test('a dead network is an ApiError of status 0', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  await expect(answer(api.GET('/me'))).rejects.toMatchObject({ problem: { status: 0 } });
});

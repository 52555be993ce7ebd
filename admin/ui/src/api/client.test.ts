import { afterEach, expect, test, vi } from 'vitest';
import { Api, rowPath } from './client.ts';
import { errorsOf, messageOf, Problem } from './problem.ts';

afterEach(() => vi.unstubAllGlobals());

function answering(status: number, body: string, headers: Record<string, string> = {}) {
  const fetch = vi.fn(
    async () => new Response(body, { status, headers: { 'Content-Type': 'application/json', ...headers } }),
  );
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

test('addresses leave out what is not asked', () => {
  const api = new Api('/admin/_api/');
  expect(api.url('/books', { filter: 'a b&c', search: '', limit: 0, etag: undefined, trash: null })).toBe(
    '/admin/_api/books?filter=a+b%26c&limit=0',
  );
  expect(rowPath('books', 'a/b~c%2F')).toBe('/books/a%2Fb~c%252F');
});

test('a write sends JSON and the version it was made from, and tells how to take it back', async () => {
  const fetch = answering(200, '{"id":"7"}', { ETag: 'W/"abc"', Undo: 'token' });
  const answer = await new Api('/api').call('PATCH', '/books/7', { body: { title: 'x' }, etag: 'old' });
  expect(answer).toMatchObject({ data: { id: '7' }, etag: 'abc', undo: 'token', status: 200 });
  expect(fetch).toHaveBeenCalledWith('/api/books/7', {
    method: 'PATCH',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'If-Match': '"old"' },
    body: '{"title":"x"}',
  });
});

test('a refusal is a problem with its fields', async () => {
  answering(
    422,
    '{"title":"Unprocessable","detail":"Some fields are not valid.","errors":{"title":"is empty"},"code":"invalid"}',
  );
  const error = await new Api('').get('/books').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(Problem);
  expect((error as Problem).code).toBe('invalid');
  expect(errorsOf(error)).toEqual({ title: 'is empty' });
  expect(messageOf(error)).toBe('title: is empty');
  expect(messageOf(error, ['title'])).toBe('');
});

test.each([
  [502, '<html>', 'The server failed'],
  [404, '', 'Not found'],
  [418, '[1]', 'The server refused'],
])('%i with %j reads %s', async (status, body, title) => {
  answering(status, body, body.startsWith('<') ? { 'Content-Type': 'text/html' } : {});
  await expect(new Api('').get('/x')).rejects.toThrow(title);
});

test('without a network it says so; what was given up is no problem', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed to fetch')));
  await expect(new Api('').get('/x')).rejects.toThrow('The server cannot be reached');
  const aborted = new DOMException('aborted', 'AbortError');
  vi.stubGlobal('fetch', async () => Promise.reject(aborted));
  await expect(new Api('').get('/x')).rejects.toBe(aborted);
});

test('an ended session is told; a wrong password is not one', async () => {
  answering(401, '{}');
  const api = new Api('');
  api.onSignedOut = vi.fn();
  await api.call('POST', '/_session', { body: {} }).catch(() => undefined);
  expect(api.onSignedOut).not.toHaveBeenCalled();
  await api.get('/books').catch(() => undefined);
  expect(api.onSignedOut).toHaveBeenCalledTimes(1);
});

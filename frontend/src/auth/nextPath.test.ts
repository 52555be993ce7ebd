import { describe, expect, test } from 'vitest';
import { localPath, loginUrl } from './nextPath.ts';

describe('localPath', () => {
  test.each([
    '/',
    '/players',
    '/players/Mule%2007',
    '/?c=33.6,42.1&sel=Aldra#x',
    '/admin/users?q=a//b',
    '/loginless',
  ])('keeps %s', (path) => {
    expect(localPath(path)).toBe(path);
  });

  test.each([
    ['nothing', null],
    ['an empty text', ''],
    ['another site', 'https://evil.example/'],
    ['another site without its scheme', '//evil.example/'],
    ['a backslash that browsers turn', '/\\evil.example'],
    ['a later backslash', '/a\\b'],
    ['a tab that browsers drop', '/\t/evil.example'],
    ['a line end that browsers drop', '/\n/evil.example'],
    ['a relative path', 'players'],
    ['a script', 'javascript:alert(1)'],
    ['the sign-in page itself', '/login'],
    ['the sign-in page with a query', '/login?next=/login'],
    ['the way out', '/logout'],
    ['a used invitation', '/invite/abc'],
  ])('replaces %s by the start page', (_, path) => {
    expect(localPath(path)).toBe('/');
  });
});

test('the sign-in page is told where to lead back, unless that is the start page', () => {
  expect(loginUrl('/')).toBe('/login');
  expect(loginUrl('//evil.example')).toBe('/login');
  expect(loginUrl('/players?q=a&sort=b')).toBe('/login?next=%2Fplayers%3Fq%3Da%26sort%3Db');
});

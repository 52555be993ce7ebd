import { expect, test } from 'vitest';
import { codesFile, inFours, sixDigits, svgUrl } from './totp.ts';

test.each([
  ['123456', '123456'],
  ['123 456', '123456'],
  ['123-456 ', '123456'],
  ['12345', undefined],
  ['1234567', undefined],
  ['12345a', undefined],
  ['', undefined],
])('%j typed is the code %s', (typed, code) => {
  expect(sixDigits(typed)).toBe(code);
});

test('a key is read in fours', () => {
  expect(inFours('JBSWY3DPEHPK3PXP')).toBe('JBSW Y3DP EHPK 3PXP');
  expect(inFours('JBSWY')).toBe('JBSW Y');
  expect(inFours('')).toBe('');
});

test('an SVG becomes the address of an image, whatever it holds', () => {
  const url = svgUrl('<svg fill="#fff">%</svg>');
  expect(url.startsWith('data:image/svg+xml,')).toBe(true);
  expect(decodeURIComponent(url.slice('data:image/svg+xml,'.length))).toBe('<svg fill="#fff">%</svg>');
  expect(url).not.toContain('#');
});

test('the file of recovery codes holds each on a line of its own', () => {
  expect(codesFile(['a-1', 'b-2']).split('\n').slice(-3)).toEqual(['a-1', 'b-2', '']);
});

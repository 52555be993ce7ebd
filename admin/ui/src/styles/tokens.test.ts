import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Tokens = Record<string, string>;

const css = readFileSync('src/styles/tokens.css', 'utf8');

/** The plain colours that a rule of the style sheet sets. */
function colours(selector: string): Tokens {
  const from = css.indexOf(`${selector} {`);
  const rule = css.slice(from, css.indexOf('}', from));
  return Object.fromEntries(
    [...rule.matchAll(/--adm-([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast of two colours as WCAG counts it, 1 to 21. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

test('black on white is 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
});

describe.each([
  ['dark', ':root'],
  ['light', ':root[data-theme="light"]'],
])('the %s theme', (_, selector) => {
  const tokens = colours(selector);
  const surfaces = ['bg', 'surface', 'raised', 'overlay'];

  function lowest(name: string) {
    const value = tokens[name] ?? '#missing';
    return Math.min(...surfaces.map((surface) => contrast(value, tokens[surface] ?? '#missing')));
  }

  test.each(['text', 'text2', 'text3', 'accent', 'gold', 'good', 'warn', 'bad', 'info'])(
    '%s can be read on every surface',
    (name) => {
      expect(lowest(name)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(['line-strong', 'focus'])('%s can be told from every surface', (name) => {
    expect(lowest(name)).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ['accent-ink', 'accent'],
    ['accent-ink', 'accent-hover'],
    ['bad-ink', 'bad'],
  ])('%s can be read on %s', (ink, ground) => {
    expect(contrast(tokens[ink] ?? '#missing', tokens[ground] ?? '#missing')).toBeGreaterThanOrEqual(4.5);
  });
});

test('every colour of the dark theme has its light one', () => {
  expect(Object.keys(colours(':root[data-theme="light"]')).sort()).toEqual(
    Object.keys(colours(':root')).sort(),
  );
});

import { COLOURS } from '../live/colours.ts';
import type { Ramp } from './ramp.ts';
import type { Shade } from './terrain.ts';

/** The colours that only the map has, one set a theme; the rest comes from the tokens. */
export interface MapTheme {
  name: 'dark' | 'light';
  sea: string;
  /** Rings of shallower water, widest first: reach in map units and colour. */
  shallows: readonly (readonly [number, string])[];
  landFallback: string;
  coast: string;
  contour: string;
  grid: string;
  gridText: string;
  halo: string;
  placeText: string;
  townText: string;
  landText: string;
  badge: string;
  text: string;
  textQuiet: string;
  marker: string;
  danger: string;
  warn: string;
  stale: string;
  selection: string;
  glow: string;
  portal: string;
  rare: string;
  /** Laid over land that somebody has set foot on. */
  explored: string;
  /** The ramp of the heat layer, cold to hot, and how strongly it covers the land. */
  heat: Ramp;
  heatAlpha: number;
  characters: readonly string[];
  shade: Shade;
}

function characterColours(lightness: number): string[] {
  return Array.from({ length: COLOURS }, (_, i) => `oklch(${lightness} 0.12 ${(i * 360) / COLOURS})`);
}

const dark: MapTheme = {
  name: 'dark',
  sea: '#0a1018',
  shallows: [
    [7.5, 'rgb(28 66 94 / 0.10)'],
    [4.6, 'rgb(28 72 100 / 0.13)'],
    [2.4, 'rgb(30 80 108 / 0.17)'],
    [0.9, 'rgb(38 98 124 / 0.24)'],
  ],
  landFallback: '#33453a',
  coast: 'rgb(158 182 170 / 0.34)',
  contour: 'rgb(226 236 228 / 0.075)',
  grid: 'rgb(190 212 222 / 0.085)',
  gridText: 'rgb(169 184 198 / 0.62)',
  halo: 'rgb(8 12 16 / 0.82)',
  placeText: '#b7beb9',
  townText: '#e8c372',
  landText: 'rgb(222 226 214 / 0.30)',
  badge: '#141b22',
  text: '#eef3f7',
  textQuiet: '#b4c0ca',
  marker: '#0b0f14',
  danger: '#ff7b72',
  warn: '#f0b348',
  stale: '#8495a5',
  selection: '#ffffff',
  glow: 'rgb(140 205 255 / 0.20)',
  portal: '#8fb4ff',
  rare: '#c9a2ff',
  explored: 'rgb(92 200 168 / 0.2)',
  heat: [
    [59, 91, 140],
    [92, 200, 168],
    [232, 195, 114],
    [255, 243, 214],
  ],
  heatAlpha: 0.8,
  characters: characterColours(0.78),
  shade: {
    tints: {
      p: [50, 67, 53],
      f: [37, 56, 47],
      m: [62, 66, 65],
      d: [92, 74, 44],
      b: [66, 74, 56],
      s: [44, 62, 66],
      o: [47, 38, 47],
      j: [34, 66, 48],
      l: [50, 67, 53],
    },
    relief: 2.1,
    grain: 0.15,
  },
};

const light: MapTheme = {
  name: 'light',
  sea: '#d3dfe3',
  shallows: [
    [7.5, 'rgb(255 255 255 / 0.14)'],
    [4.6, 'rgb(255 255 255 / 0.18)'],
    [2.4, 'rgb(255 255 255 / 0.22)'],
    [0.9, 'rgb(255 255 255 / 0.34)'],
  ],
  landFallback: '#d6dabf',
  coast: 'rgb(96 88 66 / 0.55)',
  contour: 'rgb(82 72 48 / 0.12)',
  grid: 'rgb(70 66 52 / 0.11)',
  gridText: 'rgb(71 83 95 / 0.9)',
  halo: 'rgb(252 250 244 / 0.88)',
  placeText: '#5a5747',
  townText: '#6f4e00',
  landText: 'rgb(84 78 58 / 0.42)',
  badge: '#ffffff',
  text: '#1a2129',
  textQuiet: '#47535f',
  marker: '#fffdf8',
  danger: '#b3261e',
  warn: '#8a5300',
  stale: '#5d6873',
  selection: '#1a2129',
  glow: 'rgb(29 95 191 / 0.16)',
  portal: '#1d5fbf',
  rare: '#6d3fc0',
  explored: 'rgb(11 107 85 / 0.2)',
  heat: [
    [120, 150, 190],
    [40, 150, 130],
    [196, 120, 20],
    [168, 30, 24],
  ],
  heatAlpha: 0.85,
  characters: characterColours(0.5),
  shade: {
    tints: {
      p: [214, 219, 190],
      f: [192, 207, 178],
      m: [202, 198, 184],
      d: [229, 213, 172],
      b: [226, 222, 196],
      s: [188, 202, 190],
      o: [184, 172, 174],
      j: [182, 208, 172],
      l: [214, 219, 190],
    },
    relief: 1.35,
    grain: 0.055,
  },
};

export function mapTheme(name: string | undefined): MapTheme {
  return name === 'light' ? light : dark;
}
